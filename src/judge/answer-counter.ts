import { alignLog2Of, entryOf, kindOf } from '../core/request.js';
import { RequestKind } from '../core/request-kind.js';
import { Outcome, outcomeOf } from '../core/step-record.js';
import type { CoverageLedger } from './coverage-ledger.js';
import type { CoverageRules } from './coverage-rules.js';
import * as goal from './goal-indices.js';
import type { SizeCounter } from './size-counter.js';

/**
 * Counts the goals that one request reaches by its answer, and books what the answer changes. `at` is the
 * first word of its step. Allocates nothing.
 */
export class AnswerCounter {
  constructor(
    private readonly rules: CoverageRules,
    private readonly ledger: CoverageLedger,
    private readonly sizes: SizeCounter,
  ) {}

  /** Any request: that it was asked and answered. */
  answered(kind: number, outcome: number, counts: Float64Array): void {
    const isAnswer = outcome !== Outcome.pending && outcome < Outcome.faulted;
    if (isAnswer && goal.ANSWERED[kind] >= 0) counts[goal.ANSWERED[kind]]++;
  }

  /** A request for a new block. */
  fresh(
    steps: Int32Array,
    at: number,
    step: number,
    isRefused: boolean,
    counts: Float64Array,
  ): void {
    const { sizes, ledger } = this;
    const word1 = steps[at + 1];
    const kind = kindOf(word1);
    const outcome = outcomeOf(word1);
    if (outcome === Outcome.pending || outcome === Outcome.misencoded) return;
    const bytes = this.bytesAsked(steps, at, counts);
    sizes.count(steps, at, bytes, isRefused, ledger.heldBytes(), counts);
    if (outcome !== Outcome.granted) return;
    if (kind !== RequestKind.fill) counts[goal.ANSWERED[kind]]++;
    counts[goal.ENTRY[entryOf(word1)]]++;
    counts[goal.ALIGN + alignLog2Of(word1)]++;
    if (bytes > 0 && bytes <= goal.LARGEST_CLASS) counts[goal.sizeClassOf(bytes)]++;
    if (kind === RequestKind.allocZeroed || kind === RequestKind.allocArray) {
      if (bytes > 0 && bytes <= ledger.longestFreed) counts[goal.ZEROED_AFTER_FREE]++;
    }
    ledger.take(step, pair(steps, at + 7), bytes);
  }

  /** A request for another length of a block, or of null. */
  realloc(
    steps: Int32Array,
    at: number,
    step: number,
    isRefused: boolean,
    counts: Float64Array,
  ): void {
    const { ledger } = this;
    const word1 = steps[at + 1];
    const kind = kindOf(word1);
    const outcome = outcomeOf(word1);
    if (outcome === Outcome.pending || outcome === Outcome.misencoded) return;
    const bytes = this.bytesAsked(steps, at, counts);
    if (outcome === Outcome.granted) counts[goal.ANSWERED[kind]]++;
    const allocation = steps[at + 2];
    if (!ledger.isLive(allocation)) {
      if (outcome !== Outcome.granted) return;
      counts[goal.REALLOC_OF_NULL]++;
      ledger.take(step, pair(steps, at + 7), bytes);
      return;
    }
    if (bytes === 0) counts[goal.REALLOC_TO_ZERO]++;
    if (isRefused && bytes > 0) counts[goal.REALLOC_REFUSED]++;
    if (outcome === Outcome.granted) {
      const old = ledger.bytesOf(allocation);
      if (bytes > old) {
        counts[goal.REALLOC_GROW]++;
        if (ledger.hasShrunk(allocation)) counts[goal.REALLOC_SHRINK_THEN_GROW]++;
      } else if (bytes < old && bytes > 0) counts[goal.REALLOC_SHRINK]++;
      ledger.move(allocation, pair(steps, at + 7), bytes);
    } else if (isRefused && bytes === 0 && this.rules.reallocToZeroEnds) {
      ledger.release(allocation);
    }
  }

  /** A block is freed. */
  free(allocation: number, counts: Float64Array): void {
    const { ledger } = this;
    if (!ledger.isLive(allocation)) return;
    const bytes = ledger.bytesOf(allocation);
    if (bytes > ledger.longestFreed) ledger.longestFreed = bytes;
    const beside = ledger.release(allocation);
    if (beside >= 0) counts[goal.COALESCE[beside]]++;
    if (ledger.live > 0) return;
    if (ledger.liveSinceEmpty >= 4) counts[goal.EMPTIED]++;
    ledger.liveSinceEmpty = 0;
  }

  /** A wrong free, by the words that say which. */
  invalidFree(mode: number, upper: number, outcome: number, counts: Float64Array): void {
    const { mayAbort, abortsOf } = this.rules;
    const kind = RequestKind.deallocInvalid;
    if (outcome === Outcome.faulted && mayAbort) counts[goal.ANSWERED[kind]]++;
    else this.answered(kind, outcome, counts);
    if (upper !== 0 || mode < 0 || mode >= abortsOf.length) return;
    const isAbort = outcome === Outcome.faulted && abortsOf[mode];
    if (outcome === Outcome.done || outcome === Outcome.rejected || isAbort) {
      counts[goal.INVALID_FREE + mode]++;
    }
  }

  /** Bytes that an answered request asks for, of an array count times size; counts products that wrap. */
  private bytesAsked(steps: Int32Array, at: number, counts: Float64Array): number {
    const kind = kindOf(steps[at + 1]);
    if (kind !== RequestKind.allocArray && kind !== RequestKind.reallocArray)
      return pair(steps, at + 3);
    const bytes = pair(steps, at + 3) * pair(steps, at + 5);
    if (this.sizes.wraps(steps, at, bytes)) counts[goal.PRODUCT_WRAPS]++;
    return bytes;
  }
}

const pair = (words: Int32Array, at: number): number =>
  (words[at + 1] >>> 0) * 4294967296 + (words[at] >>> 0);
