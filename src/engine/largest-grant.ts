import type { Program } from '../core/program.js';
import { lastStepWord, type RecordedExecution } from '../core/recorded-execution.js';
import { Outcome, outcomeOf } from '../core/step-record.js';
import type { Derivation } from './derivation.js';
import { allocRequest, append } from './derive-programs.js';

/** What is known of the largest grant before it is looked for. */
export interface GrantBounds {
  /** The sizes that are asked, both included: what the contract allows and the region may hold. Bytes. */
  readonly least: bigint;
  readonly most: bigint;
  /** Sizes that are tried first, where they are possible: a guess and what lies beside it. */
  readonly first: readonly bigint[];
}

/** Parts that each round cuts the sizes in question into: of 3 probes, 2 bits are learnt. */
const PARTS = 4n;

/**
 * The largest single grant behind a program (S24): a search over sizes, each tried in an execution
 * of its own, so that no probe sees the traces of another. Undefined where nothing is granted. What
 * it answers was granted; that nothing larger would be is assumed, never claimed.
 */
export function* largestGrant(
  before: Program,
  { least, most, first }: GrantBounds,
): Derivation<bigint | undefined> {
  let granted = least - 1n;
  let refused = most + 1n;
  let asked = sorted(first.filter((size) => size >= least && size <= most));
  while (refused - granted > 1n) {
    const sizes = asked.length > 0 ? asked : probeSizes(granted, refused, most);
    asked = [];
    const answers = yield sizes.map((size) => append(before, [allocRequest(size)]));
    const firstRefused = answers.findIndex((answer) => !isGranted(answer));
    const lastGranted = firstRefused < 0 ? sizes.length - 1 : firstRefused - 1;
    if (lastGranted >= 0) granted = sizes[lastGranted];
    if (firstRefused >= 0) refused = sizes[firstRefused];
  }
  return granted >= least ? granted : undefined;
}

/** Whether the last request of an execution was granted. */
export function isGranted(answer: RecordedExecution): boolean {
  const last = lastStepWord(answer);
  return last !== undefined && outcomeOf(answer.batch.steps[last + 1]) === Outcome.granted;
}

const sorted = (sizes: readonly bigint[]): bigint[] =>
  [...new Set(sizes)].sort((a, b) => (a < b ? -1 : 1));

function probeSizes(granted: bigint, refused: bigint, most: bigint): bigint[] {
  const span = refused - granted;
  const sizes: bigint[] = [];
  for (let part = 1n; part < PARTS; part++) {
    const size = granted + (span * part) / PARTS;
    if (size > granted) sizes.push(size);
  }
  // The largest that can be, once: where nothing limits an allocator, that ends the search.
  if (refused > most) sizes.push(most);
  return sorted(sizes);
}
