import type { Terms } from '../contract/terms/terms.js';
import { RequestKind } from '../core/request-kind.js';
import { alignLog2Of } from '../core/request.js';
import { OUTCOME_SHIFT, Outcome, WORDS_PER_STEP } from '../core/step-record.js';
import type { LiveLedger } from './live-ledger.js';
import { MOST_EVERYDAY, type EverydayBounds } from './everyday-bounds.js';
import { requiredAlignLog2 } from './required-align.js';

/** How many everyday steps were judged clean, to be counted as checks. */
export interface EverydayCounts {
  grants: number;
  /** Grants that had to be aligned to more than a byte. */
  aligned: number;
  frees: number;
  /** Grants that followed the free of a block of their own size. */
  reuses: number;
}

/**
 * Judges steps `from` up to `until` as long as they are everyday ones, grants of an alloc and deallocs
 * that were done, and nothing about them is wrong. Answers the first step that it did not judge, of
 * which nothing has been booked: whatever is unusual or a violation is for the loop over every kind.
 *
 * Most steps of a long execution are of these kinds, and each clause that the general loop asks again
 * is settled here for all of them, in whole numbers below 2^31: addresses are told by their distance
 * from the ledger's origin, as long as they share its upper word. `first` is where step 0 begins.
 */
export function judgeEverydaySteps(
  rules: Terms,
  ledger: LiveLedger,
  counts: EverydayCounts,
  bounds: EverydayBounds,
  steps: Int32Array,
  first: number,
  from: number,
  until: number,
): number {
  const { smallest, reuseLimit } = rules;
  const { largest, capacity } = bounds;
  const { bits, origin } = ledger;
  const originHigh = Math.floor(origin / 4294967296);
  const originLow = origin | 0;
  const lowest = Math.max(bounds.base - origin, 0);
  const most = Math.min(bounds.end - origin, MOST_EVERYDAY);
  let { grants, aligned, frees } = counts;
  let step = from;
  for (; step < until; step++) {
    const at = first + step * STEP_WORDS;
    const word1 = steps[at + 1];
    if ((word1 & KIND_BITS) === GRANTED) {
      const bytes = steps[at + 3];
      const low = steps[at + 7];
      const offset = (low - originLow) | 0;
      if (bytes <= 0 || bytes < smallest || bytes > largest) break;
      if ((steps[at + 4] | (steps[at + 8] ^ originHigh)) !== 0) break;
      // Below the origin the difference may have wrapped to a positive one.
      if ((low ^ SIGN) < (originLow ^ SIGN) || offset < lowest || bytes > most - offset) break;
      if (ledger.liveBytes + bytes > capacity) break;
      const need = requiredAlignLog2(rules, bytes, alignLog2Of(word1));
      if ((low & ((1 << need) - 1)) !== 0) break;
      if (!bits.insert(offset, offset + bytes)) break;
      ledger.hold(step, origin + offset, bytes, bytes);
      grants++;
      if (need > 0) aligned++;
      if (bytes <= reuseLimit && asksAgain(rules, steps, at, bytes)) counts.reuses++;
    } else if ((word1 & KIND_BITS) === FREED) {
      ledger.release(steps[at + 2]);
      frees++;
    } else break;
  }
  counts.grants = grants;
  counts.aligned = aligned;
  counts.frees = frees;
  return step;
}

/**
 * Whether the step at word `at`, which is not init, asks for the layout that the step before it has
 * freed, of `bytes` and naturally aligned.
 */
export function asksAgain(
  rules: Pick<Terms, 'naturalLog2' | 'weak'>,
  steps: Int32Array,
  at: number,
  bytes: number,
): boolean {
  const before = at - STEP_WORDS;
  if ((steps[before + 1] & (31 | OUTCOME_BITS)) !== FREED) return false;
  if (steps[before + 3] !== bytes || steps[before + 4] !== 0) return false;
  const alignLog2 = alignLog2Of(steps[at + 1]);
  const isSame = alignLog2Of(steps[before + 1]) === alignLog2;
  return isSame && alignLog2 <= requiredAlignLog2(rules, bytes, 0);
}

const SIGN = 1 << 31;
// What is imported is read from its module at every use; these are known to be constants.
const STEP_WORDS = WORDS_PER_STEP;
const OUTCOME_BITS = 7 << OUTCOME_SHIFT;
/** Kind, thread and outcome: steps of a second thread are not everyday ones. */
const KIND_BITS = 31 | (15 << 14) | OUTCOME_BITS;
const GRANTED = RequestKind.alloc | (Outcome.granted << OUTCOME_SHIFT);
const FREED = RequestKind.dealloc | (Outcome.done << OUTCOME_SHIFT);
