import { InvalidFree } from '../../core/request-kind.js';
import type { Step } from '../../core/execution.js';
import { sizeText } from './number-text.js';
import type { SceneNames } from './scene.js';

type Names = Pick<SceneNames, 'name'>;

/** A step as it was asked, with resolved sizes: `A = alloc(32, align 8)`, `free(B)`. */
export function stepText(step: Step, scene: Names): string {
  const entry = step.entry === 'plain' ? '' : `${step.entry}:`;
  const grant = grantedName(step, scene);
  return `${grant === undefined ? '' : `${grant} = `}${entry}${callText(step, scene)}`;
}

/** Name that a step gives to what it grants; undefined where it grants nothing new. */
export function grantedName(step: Step, scene: Names): string | undefined {
  switch (step.kind) {
    case 'alloc':
    case 'allocZeroed':
    case 'allocArray':
    case 'badAlign':
    case 'fill':
      return scene.name(step.index);
    case 'realloc':
    case 'reallocArray':
      return ofNull(step) ? scene.name(step.index) : undefined;
    default:
      return undefined;
  }
}

const ofNull = (step: Step): boolean =>
  step.allocation === undefined || step.allocation === step.index;

function callText(step: Step, scene: Names): string {
  const name = ofNull(step) ? 'null' : scene.name(step.allocation);
  const size = sizeText(step.size);
  const second = sizeText(step.second);
  const align = step.align === 1n ? '' : `, align ${sizeText(step.align)}`;
  switch (step.kind) {
    case 'init':
      return 'init';
    case 'alloc':
    case 'allocZeroed':
      return `${step.kind}(${size}${align})`;
    case 'fill':
      return `alloc(${size}${align})`;
    case 'allocArray':
      return `allocArray(${second} x ${size}${align})`;
    case 'realloc':
    case 'resizeInPlace':
      return `${step.kind}(${name}, ${size}${align})`;
    case 'reallocArray':
      return `reallocArray(${name}, ${second} x ${size}${align})`;
    case 'dealloc':
    case 'drain':
      return `free(${name})`;
    case 'deallocNull':
      return 'free(null)';
    case 'deallocInvalid':
      return `free(${invalidText(step, name)})`;
    case 'usable':
      return `usable(${name})`;
    case 'reset':
      return 'reset';
    case 'extend':
    case 'resize':
      return `${step.kind}(${size})`;
    case 'append':
      return `append(gap ${second}, ${size})`;
    case 'badAlign':
      return `alloc(${size}, align ${second})`;
  }
}

function invalidText(step: Step, name: string): string {
  switch (Number(step.second)) {
    case InvalidFree.interior:
      return `an address inside ${name}`;
    case InvalidFree.twice:
      return `${name}, again`;
    case InvalidFree.wrongSize:
      return `${name}, with another size`;
    default:
      return step.allocation === undefined
        ? 'an address never granted'
        : `an address behind ${name}, never granted`;
  }
}
