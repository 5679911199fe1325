import type { Contradiction } from '../contradiction.js';
import type { EvidenceOf } from '../../../core/evidence.js';
import { plural } from '../number-text.js';
import type { Scene } from '../scene.js';
import { stepText } from '../step-text.js';
import { say, type Prose, type ProseToken } from './say.js';

/**
 * Bytes that are not what they must be: what was promised, which bytes broke it, and which request
 * did it, as far as that is known.
 */
export function damage(evidence: EvidenceOf<'damage'>, scene: Scene): Contradiction {
  const { damage, victim, blamedStep } = evidence;
  const start =
    damage.aspect === 'outside' ? scene.region.start : (victim?.range.start ?? scene.region.start);
  const bad = { start: start + damage.firstOffset, end: start + damage.lastOffset + 1n };
  const name = scene.token.name(victim?.allocation ?? damage.allocation);
  return {
    then: promise(evidence, name, scene),
    however: say`${whatChanged(evidence, name)} ${blame(blamedStep, scene)}`,
    picture: [
      ...(victim === undefined
        ? [{ label: 'region', range: scene.region, mark: '-', backdrop: true }]
        : [{ label: name.text, range: victim.range, mark: '=' }]),
      { label: '!', range: bad, mark: '!', note: `${plural(damage.badBytes, 'byte')} wrong` },
    ],
    blamedStep,
  };
}

function promise({ damage }: EvidenceOf<'damage'>, name: ProseToken, scene: Scene): Prose {
  switch (damage.aspect) {
    case 'zeroed':
      return say`every byte of ${name} is zero when it is granted.`;
    case 'reallocKept':
      return say`${name} holds after the realloc what it held before, up to the smaller size.`;
    case 'outside':
      return say`the bytes around the region are as they were before init.`;
    default:
      if (scene.finding.property === 'realloc-preserves') {
        return say`the latest realloc of ${name} was refused, so ${name} is live and as it was before it.`;
      }
      return say`${name} holds what its owner wrote: it is live, and nobody else may write to it.`;
  }
}

function whatChanged({ damage }: EvidenceOf<'damage'>, name: ProseToken): Prose {
  const last = damage.lastOffset;
  const place =
    damage.firstOffset === last
      ? say`byte ${last.toString()}`
      : say`${plural(damage.badBytes, 'byte')} between ${damage.firstOffset.toString()} and ${last.toString()}`;
  const of = damage.aspect === 'outside' ? ' (from the region base)' : say` of ${name}`;
  const verb = damage.badBytes === 1n ? 'differs' : 'differ';
  const shown = Number(damage.badBytes < 8n ? damage.badBytes : 8n);
  return [
    ...say`${place}${of} ${verb}: expected ${hex(damage.expected, shown)}, seen ${hex(damage.seen, shown)}`,
    ...say`${shown > 1 ? say`, from byte ${damage.firstOffset.toString()} on` : ''}.`,
  ];
}

function blame(blamedStep: number | undefined, scene: Scene): Prose {
  if (blamedStep === undefined) return say`Seen after step ${scene.finding.step}.`;
  const step = scene.execution.steps.at(blamedStep);
  const request = step === undefined ? '' : say`, ${stepText(step, scene)},`;
  return say`The damage was done by step ${blamedStep}${request} and no other.`;
}

const hex = (bytes: readonly number[], count: number): string =>
  bytes
    .slice(0, count)
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join(' ');
