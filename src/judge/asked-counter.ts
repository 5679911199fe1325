import { countAsked, type AskedCounts } from '../core/asked-counts.js';
import { Header, WORDS_PER_HEADER, type ExecutionBatch } from '../core/execution-batch.js';
import { alignLog2Of, kindOf } from '../core/request.js';
import { codesThat } from '../core/request-kind.js';
import { Outcome, WORDS_PER_STEP, outcomeOf } from '../core/step-record.js';

/** A bit for each kind of request. */
const bitsOf = (codes: ReadonlySet<number>): number =>
  [...codes].reduce((bits, code) => bits | (1 << code), 0);

const asking = bitsOf(codesThat('asksForMemory'));
const arrays = bitsOf(codesThat('isArray'));

/**
 * Counts what execution `index` of a batch was asked for, by size and alignment, with whether it was
 * granted. Of every program of a campaign, so it reads the words of the record and allocates nothing.
 */
export function countAskedIn(batch: ExecutionBatch, index: number, counts: AskedCounts): void {
  const { headers, steps } = batch;
  const header = index * WORDS_PER_HEADER;
  const first = headers[header + Header.firstStep];
  const end = first + headers[header + Header.stepCount];
  for (let at = first * WORDS_PER_STEP; at < end * WORDS_PER_STEP; at += WORDS_PER_STEP) {
    const word = steps[at + 1];
    const kind = kindOf(word);
    if (((asking >>> kind) & 1) === 0) continue;
    const outcome = outcomeOf(word);
    if (outcome !== Outcome.granted && outcome !== Outcome.refused) continue;
    const isRefused = outcome === Outcome.refused;
    if (((arrays >>> kind) & 1) === 1) {
      const bytes = wide(steps, at + 3) * wide(steps, at + 5);
      const capped = Math.min(bytes, LARGEST);
      countAsked(counts, capped >>> 0, Math.floor(capped / 2 ** 32), alignLog2Of(word), isRefused);
    } else {
      countAsked(counts, steps[at + 3], steps[at + 4], alignLog2Of(word), isRefused);
    }
  }
}

/** Largest product that two words hold; a larger one is in the same class. */
const LARGEST = 2 ** 64 - 2 ** 11;

const wide = (words: Int32Array, at: number): number =>
  (words[at] >>> 0) + (words[at + 1] >>> 0) * 2 ** 32;
