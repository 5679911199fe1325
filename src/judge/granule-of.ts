import { WORDS_PER_STEP } from '../core/step-record.js';

/**
 * log2 of the bytes that one bit may stand for in an execution (S34), at least `promised`: every
 * address in it is a multiple of them, and a block that ends inside of a granule shares it with
 * nobody. `first` is where step 0 begins, `count` how many steps there are.
 *
 * Few contracts promise more than single bytes, but most allocators keep to eight or sixteen; a look
 * at all addresses costs less than a tenth of what their bits do.
 */
export function granuleOf(
  steps: Int32Array,
  first: number,
  count: number,
  promised: number,
): number {
  if (promised >= MOST_LOG2) return promised;
  const end = first + count * STEP_WORDS;
  let seen = 1 << MOST_LOG2;
  for (let at = first + LOW_ADDRESS; at < end; at += STEP_WORDS) seen |= steps[at];
  return Math.max(promised, 31 - Math.clz32(seen & -seen));
}

const STEP_WORDS = WORDS_PER_STEP;
/** Lower word of a step's address; see step-record.ts. */
const LOW_ADDRESS = 7;
const MOST_LOG2 = 4;
