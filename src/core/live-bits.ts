import { BitPages } from './bit-pages.js';
import { anySet, clearBits, setBits } from './bit-words.js';
import { WideRanges } from './wide-ranges.js';

/**
 * Which bytes are live, as one bit per granule (S34): `insert` says whether a range was free before.
 * A few nanoseconds a range from 10 to 1,000,000 live ranges, because nothing here depends on how
 * many there are. The granule must divide every start; ends are rounded up to it. With a granule of
 * one byte the answer is exact for any range.
 *
 * The bits of low addresses, where JavaScript and WebAssembly keep their memories, lie in one array
 * that grows with them; those of other addresses below 2^53 in pages of 64 KiB of addresses made on
 * demand. Addresses may be distances from an origin and then be negative. Ranges above
 * {@link MOST_BIT_BYTES} are kept by their two ends, so that a block of a megabyte costs no more than
 * a short one. tests/core/live-bits.test.ts compares all of it with a plain list of ranges.
 */
export class LiveBits {
  /** Bits from address 0 on. One word more than is ever addressed, see `insert`. */
  private flat = new Int32Array(FIRST_FLAT_WORDS + 1);
  /** Addresses below this have their bits in `flat`. */
  private flatEnd: number;
  /** Addresses below this may have. */
  private readonly flatLimit: number;
  /** Per {@link CHUNK_WORDS} of `flat`: 0 where all of them are zero. */
  private touched = new Uint8Array(FIRST_FLAT_WORDS / CHUNK_WORDS + 1);
  private readonly pages: BitPages;
  private readonly wide = new WideRanges();
  /** Ranges up to this length touch no more than two words. */
  private readonly shortBytes: number;

  constructor(readonly granuleLog2: number) {
    this.flatEnd = FIRST_FLAT_WORDS * (32 << granuleLog2);
    this.flatLimit = MOST_FLAT_WORDS * (32 << granuleLog2);
    this.shortBytes = 32 << granuleLog2;
    this.pages = new BitPages(granuleLog2);
  }

  /** Marks [start, end) live; false, and nothing marked, where a byte of it is live already. */
  insert(start: number, end: number): boolean {
    const length = end - start;
    const isShort = length > 0 && length <= this.shortBytes;
    const { wide } = this;
    if (
      end > this.flatEnd ||
      start < 0 ||
      !isShort ||
      (wide.count > 0 && wide.overlaps(start, end))
    )
      return this.insertAny(start, end);
    // Both words whatever the length: a branch that is taken at random costs more than a word.
    const { flat, granuleLog2 } = this;
    const first = start >>> granuleLog2;
    const mask = -1 >>> (31 - (((end - 1) >>> granuleLog2) - first));
    const low = mask << (first & 31);
    const high = (mask >>> 1) >>> (31 - (first & 31));
    const word = first >>> 5;
    const seen = flat[word];
    const next = flat[word + 1];
    if (((seen & low) | (next & high)) !== 0) return false;
    flat[word] = seen | low;
    flat[word + 1] = next | high;
    const { touched } = this;
    touched[word >>> CHUNK_LOG2] = 1;
    touched[(word + 1) >>> CHUNK_LOG2] = 1;
    return true;
  }

  /** Marks [start, end), which is live, free again. */
  remove(start: number, end: number): void {
    const length = end - start;
    if (end > this.flatEnd || start < 0 || length > this.shortBytes || length <= 0) {
      this.removeAny(start, end);
      return;
    }
    const { flat, granuleLog2 } = this;
    const first = start >>> granuleLog2;
    const mask = -1 >>> (31 - (((end - 1) >>> granuleLog2) - first));
    const word = first >>> 5;
    flat[word] &= ~(mask << (first & 31));
    flat[word + 1] &= ~((mask >>> 1) >>> (31 - (first & 31)));
  }

  /** Whether any byte of [start, end) is live. */
  overlaps(start: number, end: number): boolean {
    if (end <= start) return false;
    return this.wide.overlaps(start, end) || this.overlapsBits(start, end);
  }

  /** Forgets everything. */
  clear(): void {
    const { flat, touched } = this;
    for (let chunk = touched.indexOf(1); chunk >= 0; chunk = touched.indexOf(1, chunk + 1)) {
      flat.fill(0, chunk << CHUNK_LOG2, (chunk + 1) << CHUNK_LOG2);
      touched[chunk] = 0;
    }
    this.pages.clear();
    this.wide.clear();
  }

  private insertAny(start: number, end: number): boolean {
    if (end <= start) return true;
    if (this.wide.overlaps(start, end)) return false;
    if (end - start > MOST_BIT_BYTES) {
      if (this.overlapsBits(start, end)) return false;
      this.wide.add(start, end);
      return true;
    }
    if (this.isFlat(start, end)) {
      const from = start >>> this.granuleLog2;
      const last = (end - 1) >>> this.granuleLog2;
      if (anySet(this.flat, from, last)) return false;
      this.setFlat(from, last);
      return true;
    }
    if (start < 0 || start >= this.flatLimit) {
      const isFree = this.pages.insertRecent(start, end);
      if (isFree !== undefined) return isFree;
    }
    if (this.overlapsBits(start, end)) return false;
    this.apply(start, end, true);
    return true;
  }

  private removeAny(start: number, end: number): void {
    if (end <= start) return;
    if (end - start > MOST_BIT_BYTES) {
      if (!this.wide.remove(start, end)) this.removePieces(start, end);
      return;
    }
    if (this.isFlat(start, end)) {
      clearBits(this.flat, start >>> this.granuleLog2, (end - 1) >>> this.granuleLog2);
      return;
    }
    this.apply(start, end, false);
  }

  /** A long range may have been marked in pieces: a block that grew to its usable length. */
  private removePieces(start: number, end: number): void {
    this.wide.removeWithin(start, end);
    const flatFrom = Math.max(start, 0);
    const flatTo = Math.min(end, this.flatEnd);
    if (flatFrom < flatTo) clearBits(this.flat, this.granule(flatFrom), this.granule(flatTo - 1));
    this.pages.free(start, end);
  }

  private isFlat(start: number, end: number): boolean {
    return start >= 0 && end <= this.flatEnd;
  }

  private overlapsBits(start: number, end: number): boolean {
    const flatFrom = Math.max(start, 0);
    const flatTo = Math.min(end, this.flatEnd);
    if (flatFrom < flatTo && this.anyFlat(this.granule(flatFrom), this.granule(flatTo - 1)))
      return true;
    return (
      (start < 0 && this.pages.overlaps(start, Math.min(end, 0))) ||
      (end > this.flatEnd && this.pages.overlaps(Math.max(start, this.flatEnd), end))
    );
  }

  /** Whether any of the bits `from` to `last` of `flat` is set; reads only what was touched. */
  private anyFlat(from: number, last: number): boolean {
    const { flat, touched } = this;
    const lastChunk = last >>> CHUNK_BITS_LOG2;
    for (let chunk = from >>> CHUNK_BITS_LOG2; chunk <= lastChunk; chunk++) {
      if (touched[chunk] === 0) continue;
      const head = chunk << CHUNK_BITS_LOG2;
      const tail = head + CHUNK_BITS - 1;
      if (anySet(flat, Math.max(from, head), Math.min(last, tail))) return true;
      // Found empty as a whole, it need not be read the next time.
      if (from <= head && tail <= last) touched[chunk] = 0;
    }
    return false;
  }

  private setFlat(from: number, last: number): void {
    setBits(this.flat, from, last);
    const lastChunk = last >>> CHUNK_BITS_LOG2;
    for (let chunk = from >>> CHUNK_BITS_LOG2; chunk <= lastChunk; chunk++) this.touched[chunk] = 1;
  }

  /** Sets or clears the bits of [start, end), which is no longer than {@link MOST_BIT_BYTES}. */
  private apply(start: number, end: number, live: boolean): void {
    if (end > this.flatEnd && end <= this.flatLimit) this.growFlat(end);
    const from = Math.max(start, 0);
    const to = Math.min(end, this.flatEnd);
    if (from < to) {
      if (live) this.setFlat(this.granule(from), this.granule(to - 1));
      else clearBits(this.flat, this.granule(from), this.granule(to - 1));
    }
    if (start < 0) this.pages.set(start, Math.min(end, 0), live);
    if (end > this.flatEnd) this.pages.set(Math.max(start, this.flatEnd), end, live);
  }

  /** Only below 2^31 granules: in `flat` or within a page. */
  private granule(address: number): number {
    return Math.floor(address / 2 ** this.granuleLog2);
  }

  private growFlat(end: number): void {
    const bytesPerWord = 32 << this.granuleLog2;
    let words = this.flat.length - 1;
    while (words * bytesPerWord < end) words *= 2;
    const flat = new Int32Array(words + 1);
    flat.set(this.flat);
    this.flat = flat;
    const touched = new Uint8Array(words / CHUNK_WORDS + 1);
    touched.set(this.touched);
    this.touched = touched;
    this.flatEnd = words * bytesPerWord;
    this.pages.moveInto(flat, this.flatEnd, (from, to) => {
      touched.fill(1, from >>> CHUNK_LOG2, ((to - 1) >>> CHUNK_LOG2) + 1);
    });
  }
}

/** Longer ranges have no bits: what is marked and looked for costs more than halving a list. */
const MOST_BIT_BYTES = 16_384;
/** How much of `flat` is cleared and skipped as one. */
const CHUNK_LOG2 = 7;
const CHUNK_WORDS = 1 << CHUNK_LOG2;
const CHUNK_BITS_LOG2 = CHUNK_LOG2 + 5;
const CHUNK_BITS = 1 << CHUNK_BITS_LOG2;
const FIRST_FLAT_WORDS = 4_096;
/** 8 MiB of bits: 64 MiB of addresses at one byte a bit, 1 GiB at sixteen. */
const MOST_FLAT_WORDS = 2_097_152;
