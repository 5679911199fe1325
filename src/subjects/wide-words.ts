/**
 * The exact 64-bit values behind numbers of 2^53 and above, of the request that is under way: a
 * number of that size that an executor hands on is only near to what is meant. Only subjects whose
 * sizes have 64 bits have one; everywhere else such numbers do not occur.
 *
 * Between adapter and executor, because nearly every value fits a number: making all of them bigints
 * would cost every subject what one in a thousand requests needs.
 */
export interface WideWords {
  size: bigint;
  /** Count, or the length that `usable` answered. */
  second: bigint;
  /** What was answered in place of an address. */
  address: bigint;
}

/** From here on a number may not be exact. */
export const WIDE = 2 ** 53;
