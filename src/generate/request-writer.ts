import { mayAsk } from '../contract/requests/may-ask.js';
import { EntryPoint } from '../core/entry-point.js';
import { QuantityBase } from '../core/quantity.js';
import { WORDS_PER_REQUEST, alignLog2Of, decodeRequest, packWord0 } from '../core/request.js';
import { RequestKind } from '../core/request-kind.js';
import type { GenerationPlan } from './generation-plan.js';
import type { SizeRule } from '../contract/requests/size-law.js';
import { RandomWords } from './random-words.js';

/**
 * Writes one program's requests and keeps the generator's own book: which names are expected to be
 * live, of what size, and how full the region is (S6). The book is an estimate; a request on a name
 * that is not live after all is skipped where it runs.
 */
export class RequestWriter {
  readonly random = new RandomWords();
  words: Int32Array = new Int32Array(0);
  /** Next request, first and last of the program, as indices of requests in `words`. */
  at = 0;
  first = 0;
  end = 0;

  liveRequest = new Int32Array(1_024);
  liveSize = new Int32Array(1_024);
  liveCount = 0;
  /** Booked bytes of what is live. */
  liveBytes = 0;
  /** Bytes thought to be taken by a `fill`, whose grants have no names. */
  capacityBytes = 0;
  /** Length of the given region before it grew; 0 where the subject brings its own. */
  regionBytes = 0;
  /** Whether filling up ends; a growable subject without a limit is never filled. */
  bounded = false;
  filledBytes = 0;
  /** Bytes by which the region grew. */
  grownBytes = 0;
  features = 0;
  /** Sizes are drawn from 2^sizeLow to below 2^(sizeLow + sizeSpan). */
  sizeLow = 0;
  sizeSpan = 1;
  /** log2 of the largest alignment drawn in this program; 0 where none is. */
  alignLog2Most = 0;
  /** Largest size drawn in this program. */
  largestBytes = 0;

  /** Nothing larger is asked in this program, but what nothing could hold. */
  ceilingBytes = 0;

  /** Granule less one; 0 where it is no power of two and rounding is left out of the book. */
  readonly granuleMask: number;
  constructor(readonly plan: GenerationPlan) {
    const { granuleBytes } = plan.book;
    this.granuleMask = Number.isInteger(Math.log2(granuleBytes)) ? granuleBytes - 1 : 0;
  }

  begin(words: Int32Array, start: number, length: number): void {
    this.words = words;
    this.first = this.at = start;
    this.end = start + length;
    if (this.liveRequest.length < length) {
      this.liveRequest = new Int32Array(2 * length);
      this.liveSize = new Int32Array(2 * length);
    }
    this.features = 0;
    this.grownBytes = 0;
    this.forgetAll();
  }

  /** What a block of `size` bytes is thought to cost. */
  booked(size: number): number {
    const { granuleMask } = this;
    return (size + this.plan.book.overheadBytes + granuleMask) & ~granuleMask;
  }

  get room(): number {
    return this.end - this.at;
  }

  /** Writes one request and answers its index in the program; -1 where the program is full. */
  put(word0: number, reference: number, size: number, second: number): number {
    if (this.at >= this.end) return -1;
    const at = this.at * 4;
    const { words } = this;
    words[at] = word0;
    words[at + 1] = reference;
    words[at + 2] = size;
    words[at + 3] = second;
    return this.at++ - this.first;
  }

  /**
   * Writes a request whose size the bounds of its kind did not make, and answers its index; -1 where it
   * may not be asked, or the program is full.
   */
  putIfLawful(word0: number, reference: number, size: number, second: number): number {
    encodedRequest[0] = word0;
    encodedRequest[1] = reference;
    encodedRequest[2] = size;
    encodedRequest[3] = second;
    const { regionBytes, grownBytes } = this;
    const blockAlignLog2 = this.alignLog2Of(reference);
    const at = { regionBytes, grownBytes, mayBeEmpty: false, blockAlignLog2 };
    if (mayAsk(this.plan, at, decodeRequest(encodedRequest, 0)) !== undefined) return -1;
    return this.put(word0, reference, size, second);
  }

  /** log2 of the largest alignment that the block of a request may have; 0 without one. */
  alignLog2Of(reference: number): number {
    const { words, first, plan } = this;
    if (reference < 0) return 0;
    let most = alignLog2Of(words[(first + reference) * WORDS_PER_REQUEST]);
    if (!plan.newAlignment) return most;
    for (let at = first + reference + 1; at < this.at; at++) {
      if (words[at * WORDS_PER_REQUEST + 1] !== reference) continue;
      most = Math.max(most, alignLog2Of(words[at * WORDS_PER_REQUEST]));
    }
    return most;
  }

  /** An alloc; answers its slot in the book, -1 where it is not expected to be live. */
  alloc(size: number, alignLog2 = 0): number {
    return this.grant(RequestKind.alloc, size, alignLog2);
  }

  /** alloc or allocZeroed, through an entry that takes the alignment. */
  grant(kind: number, size: number, alignLog2: number): number {
    const aligned = alignLog2 > 0 ? this.alignedEntry(kind, alignLog2) : EntryPoint.plain;
    if (aligned < 0) return this.grant(kind, size, 0);
    const bytes = this.sizeFor(aligned, size, alignLog2);
    if (bytes < 0) return this.grant(kind, size, 0);
    const request = this.put(packWord0(kind, aligned, alignLog2, 0, 0, 0), -1, bytes, 0);
    return request < 0 ? -1 : this.book(request, bytes);
  }

  /** Entry point for an alignment, -1 where none of the lawful ones takes it. */
  alignedEntry(kind: number, alignLog2: number): number {
    const { alignedEntries, pointerBytes } = this.plan;
    if (alignedEntries.length === 0) return -1;
    const name =
      alignedEntries[alignedEntries.length === 1 ? 0 : this.random.below(alignedEntries.length)];
    if (name === 'plain') return EntryPoint.plain;
    // aligned_alloc and its like have no zeroing form.
    if (kind !== RequestKind.alloc) return -1;
    return name === 'posix_memalign' && 2 ** alignLog2 < pointerBytes ? -1 : EntryPoint[name];
  }

  /** A size near this one that may be asked with an alignment; -1 where there is none. */
  private sizeFor(entry: number, size: number, alignLog2: number): number {
    if (entry !== EntryPoint.aligned_alloc || !this.plan.sizeMultiple) return size;
    const mask = 2 ** alignLog2 - 1;
    const up = (size + mask) & ~mask;
    const { smallest, largest } = this.plan.sizes.alloc;
    if (up <= largest) return up;
    const down = size & ~mask;
    return down >= smallest ? down : -1;
  }

  /** Enters a grant that is expected to succeed. */
  book(request: number, size: number): number {
    const cost = this.booked(size);
    if (request < 0) return -1;
    if (this.liveBytes + this.filledBytes + cost > this.capacityBytes) return -1;
    if (size === 0 && this.plan.zeroSizeMustRefuse) return -1;
    const slot = this.liveCount++;
    this.liveRequest[slot] = request;
    this.liveSize[slot] = size;
    this.liveBytes += cost;
    return slot;
  }

  realloc(slot: number, size: number): void {
    if (this.put(RequestKind.realloc, this.liveRequest[slot], size, 0) < 0) return;
    this.resized(slot, size);
  }

  /** Books a new size for a live block where it is expected to be granted. */
  resized(slot: number, size: number): void {
    const change = this.booked(size) - this.booked(this.liveSize[slot]);
    if (this.liveBytes + this.filledBytes + change > this.capacityBytes) return;
    this.liveBytes += change;
    this.liveSize[slot] = size;
  }

  free(slot: number): void {
    if (this.put(RequestKind.dealloc, this.liveRequest[slot], 0, 0) >= 0) this.remove(slot);
  }

  /** Takes a block out of the book; the last one takes its slot. */
  remove(slot: number): void {
    this.liveBytes -= this.booked(this.liveSize[slot]);
    const last = --this.liveCount;
    this.liveRequest[slot] = this.liveRequest[last];
    this.liveSize[slot] = this.liveSize[last];
  }

  /** The slot of a live request of the program, -1 where it is not in the book. */
  slotOf(request: number): number {
    for (let slot = this.liveCount - 1; slot >= 0; slot--) {
      if (this.liveRequest[slot] === request) return slot;
    }
    return -1;
  }

  forgetAll(): void {
    this.liveCount = 0;
    this.liveBytes = 0;
    this.filledBytes = 0;
  }

  /** A live slot that may be reallocated: not one of size 0 where that is undefined. */
  resizableSlot(): number {
    if (this.liveCount === 0) return -1;
    const slot = this.random.below(this.liveCount);
    return this.liveSize[slot] === 0 && !this.plan.reallocOfZeroSize ? -1 : slot;
  }

  /** `size` moved into what a kind may be asked for. */
  lawful(rule: SizeRule, size: number): number {
    if (size < rule.smallest) return rule.smallest;
    const most = rule.largest < this.ceilingBytes ? rule.largest : this.ceilingBytes;
    return size > most ? most : size;
  }

  /** A log-uniform lawful size within this program's own bound. */
  anySize(rule: SizeRule): number {
    return this.lawful(rule, this.random.logUniform(this.largestBytes));
  }
}

const encodedRequest = new Int32Array(WORDS_PER_REQUEST);

/** Word 0 of a kind whose size is symbolic. */
export const symbolic = (kind: number, base: number, alignLog2 = 0, entry = 0): number =>
  packWord0(kind, entry, alignLog2, 0, base, QuantityBase.zero);
