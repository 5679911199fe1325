/**
 * One step of an execution as nine 32-bit words, written by whoever runs the subject: the TypeScript
 * executor, the C driver, a program behind a pipe. Little-endian, the same layout everywhere.
 *
 *   0  index of the request in its program; -1 for init
 *   1  kind 5 | entry 4 | alignLog2 5 | thread 4 | outcome 3 | untouched 3 | error 3 (low
 *      bits first; the error that a refusal named, by its code in `refusalErrorNames`)
 *   2  allocation: the index of the step that first granted it; -1 for none (S6)
 *   3  size, low word     4  size, high word      resolved bytes (of an element, for arrays)
 *   5  second, low word   6  second, high word    resolved count, alignment value, gap;
 *                                                 for `usable` the length answered
 *   7  address, low word  8  address, high word   as answered; for frees the address handed in
 *
 * The words up to 6 are written before the call with outcome `pending` (write-ahead): what kills the
 * subject or hangs is found at its exact step.
 */
export const WORDS_PER_STEP = 9;

export const Outcome = {
  /** The call has not come back. */
  pending: 0,
  /** An address. */
  granted: 1,
  /** The refusal of the subject's encoding: null, zero, minus one (S11). */
  refused: 2,
  /** Nothing to answer, or yes. */
  done: 3,
  /** The subject says that it did not do it: false from a free of a foreign address. */
  rejected: 4,
  /** Trap, exception, signal, exit, hang: the execution ends here; see {@link Fault}. */
  faulted: 5,
  /** An answer that is neither an address nor the refusal: NaN, a fraction, a string. */
  misencoded: 6,
} as const;

/** Why the executor did not write to a grant (S9). */
export const Untouched = {
  no: 0,
  misencoded: 1,
  outOfExtents: 2,
  aboveFillCap: 3,
  overlapsLive: 4,
  noMemory: 5,
  misaligned: 6,
} as const;
export type UntouchedName = keyof typeof Untouched;
export const untouchedNames = Object.keys(Untouched) as readonly UntouchedName[];

export const OUTCOME_SHIFT = 18;
export const UNTOUCHED_SHIFT = 21;
export const ERROR_SHIFT = 24;
export const outcomeOf = (word1: number): number => (word1 >>> OUTCOME_SHIFT) & 7;
export const untouchedOf = (word1: number): number => (word1 >>> UNTOUCHED_SHIFT) & 7;
export const errorOf = (word1: number): number => (word1 >>> ERROR_SHIFT) & 7;
