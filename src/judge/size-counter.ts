import { fromWords } from '../core/address.js';
import { RequestKind, codesThat } from '../core/request-kind.js';
import { alignLog2Of, kindOf } from '../core/request.js';
import type { CoverageRules } from './coverage-rules.js';
import * as goal from './goal-indices.js';

/**
 * What the size of a request reaches of coverage, in a region whose length changes: `CoverageCounter`
 * asks of each request, granted or not. Lengths are numbers; of what a number does not hold exactly,
 * 2^53 bytes and above, the words are asked.
 */
export class SizeCounter {
  /** The sizes of an alloc that reach no goal but that of their class, once they are granted. */
  readonly smallestEveryday: number;
  largestEveryday = 0;
  /** Length of the region, -1 where it is not known. */
  private regionBytes = -1;
  /** Most bytes of a region that grows, -1 where nothing limits it. */
  private limitBytes = -1;

  constructor(private readonly rules: CoverageRules) {
    this.smallestEveryday = Math.max(1, rules.smallest[RequestKind.alloc]);
  }

  /** A new execution; `limitBytes` is 0 where nothing limits a region that grows. */
  begin(limitBytes: number): void {
    this.limitBytes = limitBytes > 0 ? limitBytes : -1;
    this.setRegion(0, 0);
  }

  /** The region is [start, end) from now on; not known where it is empty or has no known end. */
  setRegion(start: number, end: number): void {
    const { largest, ptrdiffMax, claimedBytes } = this.rules;
    const told = end < Number.MAX_SAFE_INTEGER && end > start ? end - start : Infinity;
    const bytes = Math.min(told, claimedBytes);
    this.regionBytes = bytes < Infinity ? bytes : -1;
    const capacity = this.capacity();
    this.largestEveryday = Math.min(
      largest[RequestKind.alloc],
      capacity >= 0 ? capacity : Infinity,
      ptrdiffMax,
      goal.LARGEST_CLASS,
    );
  }

  /**
   * Counts the goals of the step at `at`, which asks for a new block of `bytes` bytes while `heldBytes`
   * are live.
   */
  count(
    steps: Int32Array,
    at: number,
    bytes: number,
    isRefused: boolean,
    heldBytes: number,
    counts: Float64Array,
  ): void {
    const { rules } = this;
    const kind = kindOf(steps[at + 1]);
    const isAbove = this.isAbovePtrdiffMax(steps, at, bytes);
    const capacity = this.capacity();
    const isBeyond =
      capacity >= 0 && (bytes > capacity || (isRefused && bytes > capacity - heldBytes));
    if (isAbove || isBeyond) counts[goal.SIZE_IMPOSSIBLE]++;
    if (bytes === 0) counts[goal.SIZE_ZERO]++;
    else if (bytes < rules.smallest[kind]) counts[goal.SIZE_BELOW_SMALLEST]++;
    if (bytes > rules.largest[kind]) counts[goal.SIZE_ABOVE_LARGEST]++;
    if (!isRefused || isAbove || bytes > this.emptyCapacity()) return;
    if (this.isLawful(kind, bytes, alignLog2Of(steps[at + 1]))) counts[goal.EXHAUSTED]++;
  }

  /** Whether the `bytes` bytes of an array are more than the size type holds. */
  wraps(steps: Int32Array, at: number, bytes: number): boolean {
    if (bytes < EXACT) return bytes > this.rules.sizeMax;
    return exactBytes(steps, at) >> BigInt(this.rules.sizeBits) > 0n;
  }

  private isAbovePtrdiffMax(steps: Int32Array, at: number, bytes: number): boolean {
    if (bytes < EXACT) return bytes > this.rules.ptrdiffMax;
    return exactBytes(steps, at) >> BigInt(this.rules.sizeBits - 1) > 0n;
  }

  /** Most bytes that can be live; -1 where nobody knows. */
  private capacity(): number {
    return this.rules.growable ? this.limitBytes : this.regionBytes;
  }

  /** What an empty region could hold: its length, or its limit where it grows, or a modest guess. */
  private emptyCapacity(): number {
    if (this.rules.growable && this.limitBytes < 0) return GUESSED_CAPACITY;
    const most = Math.max(this.limitBytes, this.regionBytes);
    return most > 0 ? most : GUESSED_CAPACITY;
  }

  /** Whether a size that is not above PTRDIFF_MAX may be granted or refused; see `sizeLaw`. */
  private isLawful(kind: number, bytes: number, alignLog2: number): boolean {
    const { smallest, largest, roundsWithinPtrdiff, carriedAlignLog2, ptrdiffMax } = this.rules;
    const align = 2 ** Math.max(alignLog2, carriedAlignLog2);
    if (roundsWithinPtrdiff && bytes + align - 1 > ptrdiffMax) return false;
    return bytes > 0 && bytes >= smallest[kind] && bytes <= largest[kind];
  }
}

const isArray = codesThat('isArray');

function exactBytes(steps: Int32Array, at: number): bigint {
  const size = fromWords(steps[at + 3], steps[at + 4]);
  const kind = kindOf(steps[at + 1]);
  return isArray.has(kind) ? size * fromWords(steps[at + 5], steps[at + 6]) : size;
}

/** Whole numbers below it are exact. */
const EXACT = 2 ** 53;
const GUESSED_CAPACITY = 1_048_576;
