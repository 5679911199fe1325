import { LiveBits } from '../core/live-bits.js';

/**
 * The fast judge's book of what is live, by the step that first granted it, in flat arrays beside
 * the bits. An allocation keeps its number through realloc.
 */
export class LiveLedger {
  /** By distance from `origin`. */
  bits: LiveBits;
  /** See {@link settle}; 0 before. */
  origin = 0;
  private isSettled = false;
  liveBytes = 0;
  /** Allocations that are live, those of size 0 among them. */
  liveCount = 0;
  peakBytes = 0;
  grantedBytes = 0;
  /** Three numbers an allocation side by side, since it is freed in an order that no cache foresees. */
  private book = new Float64Array(1024 * NUMBERS);

  private readonly bitsByGranule: (LiveBits | undefined)[] = [];

  constructor() {
    this.bits = this.bitsOf(0);
  }

  /**
   * Makes room for an execution of so many steps, in which every start is a multiple of
   * 2^`granuleLog2` bytes, at most 2^16.
   */
  begin(steps: number, granuleLog2: number): void {
    this.bits = this.bitsOf(granuleLog2);
    this.liveBytes = this.peakBytes = this.grantedBytes = this.liveCount = 0;
    this.origin = 0;
    this.isSettled = false;
    if (this.book.length < steps * NUMBERS) this.book = new Float64Array(steps * 2 * NUMBERS);
  }

  /**
   * The first address that is known of an execution becomes the one that the others are counted from,
   * so that those of a native heap, which need 47 bits, are small numbers as well.
   */
  settle(address: number): void {
    if (this.isSettled) return;
    this.origin = address - (address % ORIGIN_BYTES);
    this.isSettled = true;
  }

  /** Marks [start, end) live; false, and nothing marked, where a byte of it is live already. */
  mark(start: number, end: number): boolean {
    this.settle(start);
    return this.bits.insert(start - this.origin, end - this.origin);
  }

  startOf(allocation: number): number {
    return this.book[allocation * NUMBERS + START];
  }

  isHeld(allocation: number): boolean {
    return this.book[allocation * NUMBERS + MARKED] >= 0;
  }

  /** Bytes that are marked live of an allocation that is held. */
  markedOf(allocation: number): number {
    return this.book[allocation * NUMBERS + MARKED];
  }

  /** Bytes that were asked for, of an allocation that is or was live. */
  requestedOf(allocation: number): number {
    return this.book[allocation * NUMBERS + REQUESTED];
  }

  hold(allocation: number, address: number, marked: number, bytes: number): void {
    const { book } = this;
    const at = allocation * NUMBERS;
    book[at + START] = address;
    book[at + MARKED] = marked;
    book[at + REQUESTED] = bytes;
    const live = this.liveBytes + bytes;
    this.liveBytes = live;
    this.liveCount++;
    this.grantedBytes += bytes;
    if (live > this.peakBytes) this.peakBytes = live;
  }

  release(allocation: number): void {
    const { book } = this;
    const at = allocation * NUMBERS;
    const marked = book[at + MARKED];
    if (marked < 0) return;
    const start = book[at + START] - this.origin;
    if (marked > 0) this.bits.remove(start, start + marked);
    book[at + MARKED] = -1;
    this.liveCount--;
    this.liveBytes -= book[at + REQUESTED];
  }

  /** Lets a live range grow to the usable length; false where another live range is in the way. */
  extend(allocation: number, usable: number): boolean {
    const start = this.startOf(allocation);
    const granule = 2 ** this.bits.granuleLog2;
    const marked = this.book[allocation * NUMBERS + MARKED];
    const from = Math.ceil((start + marked) / granule) * granule;
    if (from >= start + usable) return true;
    if (!this.mark(from, start + usable)) return false;
    this.book[allocation * NUMBERS + MARKED] = usable;
    return true;
  }

  private bitsOf(granuleLog2: number): LiveBits {
    return (this.bitsByGranule[granuleLog2] ??= new LiveBits(granuleLog2));
  }

  /** Everything that was held is let go. */
  forgetAll(): void {
    this.bits.clear();
    this.liveBytes = this.liveCount = 0;
  }
}

/** What an origin is a multiple of: every granule divides it. */
const ORIGIN_BYTES = 65_536;
/** Numbers of an allocation; the fourth is not used and keeps each within one line. */
const NUMBERS = 4;
const START = 0;
/** Bytes marked live; -1 where the allocation is not live. */
const MARKED = 1;
const REQUESTED = 2;
