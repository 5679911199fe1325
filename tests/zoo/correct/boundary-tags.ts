import { alignDown, alignUp } from './power-of-two.js';

/** Bytes before every block; blocks start and end at multiples of it. */
export const HEADER_BYTES = 8;

/**
 * A run of blocks that touch, each with a header in the pool: its length with the header, its used
 * bit in bit 0, then the length of the block before it (0 for the first).
 *
 * Source: D. Knuth, The Art of Computer Programming 1, 2.5, boundary tags.
 */
export class BoundaryTags {
  readonly start: number;
  /** Behind the last block; below `start + HEADER_BYTES` where not even a header fits. */
  end: number;
  readonly #words: () => DataView;

  /** `words` is asked anew each time, because a pool that grows may get another buffer. */
  constructor(words: () => DataView, from: number, to: number) {
    this.#words = words;
    this.start = alignUp(from, HEADER_BYTES);
    this.end = Math.max(this.start, alignDown(to, HEADER_BYTES));
    this.clear();
  }

  /** Makes one free block of everything, whatever the bytes held. */
  clear(): void {
    if (this.end === this.start) return;
    this.#words().setUint32(this.start + 4, 0, true);
    this.write(this.start, this.end - this.start, false);
  }

  has(block: number): boolean {
    return block >= this.start && block < this.end;
  }

  /** Length in bytes, header included. */
  sizeOf(block: number): number {
    return (this.#words().getUint32(block, true) & ~1) >>> 0;
  }

  isUsed(block: number): boolean {
    return (this.#words().getUint32(block, true) & 1) === 1;
  }

  after(block: number): number {
    return block + this.sizeOf(block);
  }

  /** The block before; undefined for the first. */
  before(block: number): number | undefined {
    const bytes = this.#words().getUint32(block + 4, true);
    return bytes === 0 ? undefined : block - bytes;
  }

  /** Whether a block follows that is free. */
  freeFollows(block: number): boolean {
    const next = this.after(block);
    return next < this.end && !this.isUsed(next);
  }

  /** Sets a block's length and use, and tells the block behind it. */
  write(block: number, bytes: number, used: boolean): void {
    this.#words().setUint32(block, bytes + (used ? 1 : 0), true);
    if (block + bytes < this.end) this.#words().setUint32(block + bytes + 4, bytes, true);
  }

  /** Starts of all blocks in address order. */
  *blocks(): Generator<number> {
    for (let block = this.start; block < this.end; block = this.after(block)) yield block;
  }

  /** The blocks go on up to `to`; what is new is free. */
  grow(to: number): void {
    const oldEnd = this.end;
    const last = [...this.blocks()].at(-1);
    this.end = Math.max(oldEnd, alignDown(to, HEADER_BYTES));
    if (this.end === oldEnd) return;
    if (last === undefined) this.clear();
    else if (!this.isUsed(last)) this.write(last, this.end - last, false);
    else {
      this.write(last, oldEnd - last, true);
      this.write(oldEnd, this.end - oldEnd, false);
    }
  }
}
