import { owedAlignment } from '../contract/terms/lawful-answer.js';
import type { Terms } from '../contract/terms/terms.js';
import type { Finding } from '../core/evidence.js';
import { decodeRequest } from '../core/request.js';
import { InvalidFree, kindsThat } from '../core/request-kind.js';
import type { Execution, Step } from '../core/execution.js';
import type { SubjectDescription } from '../core/subject-description.js';
import { requestedBytes } from '../../models/interval-model.js';
import { makeScene } from '../report/human/scene.js';
import { stepText } from '../report/human/step-text.js';
import { regionBase } from '../witness/region-base.js';
import { expectedAnswer } from './expected-answer.js';
import type { Act, BlockName, Expected } from './reproduction.js';

export interface ActsContext {
  readonly subject: SubjectDescription;
  readonly terms: Terms;
}

/** The acts of one execution with the blocks that they speak of. Init is no act. */
export interface Acts {
  readonly acts: readonly Act[];
  readonly blocks: readonly BlockName[];
}

/**
 * The steps of an execution as acts, macros expanded and sizes resolved as they were sent. Requests
 * that were skipped are no steps. `finding` says what the answers must be; absent: what the contract
 * alone says.
 */
export function makeActs(
  execution: Execution,
  finding: Finding | undefined,
  context: ActsContext,
): Acts {
  const nothing: Finding = {
    property: 'no-fault',
    clause: '',
    step: 0,
    evidence: { kind: 'notAnAddress' },
  };
  const scene = makeScene(finding ?? nothing, execution);
  const base = regionBase(execution);
  const names = new Map<number, string>();
  const acts: Act[] = [];
  const aligns = new Map<number | undefined, bigint>();
  const lengths = new Map<number | undefined, bigint>();
  for (const given of execution.steps) {
    if (given.index === 0) continue;
    const step =
      given.kind === 'deallocInvalid' ? invalidFree(given, execution, aligns, lengths) : given;
    if (grants(step)) names.set(step.index, variable(scene.name(step.index)));
    const expected = expectedAnswer(step, finding, context.terms, base);
    const block = names.get(grants(step) ? step.index : (step.allocation ?? -1));
    acts.push(makeAct(step, stepText(step, scene), block, expected, context));
    const isResized = step.kind === 'resizeInPlace' && step.outcome.kind === 'done';
    if (step.outcome.kind !== 'granted' && !isResized) continue;
    aligns.set(step.allocation ?? step.index, step.align);
    lengths.set(step.allocation ?? step.index, requestedBytes(step));
  }
  return { acts, blocks: [...names].map(([number, name]) => ({ name, number })) };
}

/**
 * An invalid free with the distance that was asked, from the start of its block where it names one, and
 * the alignment of that block.
 */
function invalidFree(
  step: Step,
  { program }: Execution,
  aligns: ReadonlyMap<number | undefined, bigint>,
  lengths: ReadonlyMap<number | undefined, bigint>,
): Step {
  const { size } = decodeRequest(program.words, step.request);
  const mode = Number(step.second);
  if (mode === InvalidFree.foreign && step.allocation !== undefined) {
    const length = lengths.get(step.allocation) ?? 0n;
    return { ...step, size: length + BigInt(size.offset), align: 1n };
  }
  const ofBlock = mode === InvalidFree.twice || mode === InvalidFree.wrongSize;
  return {
    ...step,
    size: BigInt(size.offset),
    align: (ofBlock ? aligns.get(step.allocation) : undefined) ?? 1n,
  };
}

/** Whether a step gives a name to what it is answered. */
function grants({ kind, allocation, index }: Step): boolean {
  switch (kind) {
    case 'alloc':
    case 'allocZeroed':
    case 'allocArray':
    case 'badAlign':
    case 'fill':
      return true;
    case 'realloc':
    case 'reallocArray':
      return allocation === undefined || allocation === index;
    default:
      return false;
  }
}

/** `fill.1` is no name of a variable. */
const variable = (name: string): string => name.replaceAll(/\W/g, '_');

function makeAct(
  step: Step,
  text: string,
  block: string | undefined,
  expected: Expected,
  context: ActsContext,
): Act {
  const bytes = requestedBytes(step);
  return {
    step: step.index,
    text,
    kind: step.kind,
    entry: step.entry,
    ofNull: moves.has(step.kind) && grants(step),
    block,
    size: step.size,
    second: step.second,
    align: step.align === 1n ? BigInt(context.terms.naturalAlign) : step.align,
    bytes,
    mustAlign: mustAlign(step, bytes, context.terms),
    isFilled: bytes > 0n && bytes <= BigInt(context.terms.fillLimitBytes),
    isZeroed: zeroes.has(step.kind),
    expected,
  };
}

const [moves, zeroes] = [kindsThat('moves'), kindsThat('zeroes')];

function mustAlign(step: Step, bytes: bigint, terms: Terms): bigint {
  const moves = step.kind === 'realloc' || step.kind === 'reallocArray' ? step.kind : undefined;
  return owedAlignment(terms, bytes, step.align, grants(step) ? undefined : moves);
}
