import { anySet, clearBits, setBits } from './bit-words.js';

/**
 * Which bytes are live, as one bit per granule (S34): `insert` says whether a range was free before.
 * A few nanoseconds a range from 10 to 1,000,000 live ranges, because nothing here depends on how
 * many there are. The granule must divide every start; ends are rounded up to it. With a granule of
 * one byte the answer is exact for any range.
 *
 * The bits of low addresses, where JavaScript and WebAssembly keep their memories, lie in one array
 * that grows with them; those of other addresses below 2^53 in pages of 64 KiB of addresses made on
 * demand. Addresses may be distances from an origin and then be negative. Ranges above
 * {@link LARGE_BYTES} are kept in a list, since their bits would cost more than a scan.
 */
export class LiveBits {
  /** Bits from address 0 on. One word more than is ever addressed, see `insert`. */
  private flat = new Int32Array(FIRST_FLAT_WORDS + 1);
  /** Addresses below this have their bits in `flat`. */
  private flatEnd: number;
  /** Addresses below this may have. */
  private readonly flatLimit: number;
  /** Words of `flat` from here on are zero. */
  private used = 0;
  private readonly pages = new Map<number, Page>();
  private readonly dirty: Page[] = [];
  /** Pages above the array that were changed last, by the low bits of their index; all are dirty. */
  private readonly recentIndex = new Float64Array(RECENT_PAGES).fill(NO_PAGE);
  private readonly recent: Page[] = [];
  private large: { start: number; end: number }[] = [];
  /** Ranges up to this length touch no more than two words. */
  private readonly shortBytes: number;

  constructor(readonly granuleLog2: number) {
    this.flatEnd = FIRST_FLAT_WORDS * (32 << granuleLog2);
    this.flatLimit = MOST_FLAT_WORDS * (32 << granuleLog2);
    this.shortBytes = 32 << granuleLog2;
  }

  /** Marks [start, end) live; false, and nothing marked, where a byte of it is live already. */
  insert(start: number, end: number): boolean {
    const length = end - start;
    const isShort = length > 0 && length <= this.shortBytes;
    if (end > this.flatEnd || start < 0 || !isShort || this.large.length > 0)
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
    if (word + 2 > this.used) this.used = word + 2;
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
    return (
      this.large.some((range) => start < range.end && range.start < end) ||
      this.overlapsBits(start, end)
    );
  }

  /** Forgets everything. */
  clear(): void {
    this.flat.fill(0, 0, this.used);
    this.used = 0;
    for (const page of this.dirty) {
      page.words.fill(0);
      page.isDirty = false;
    }
    if (this.dirty.length > 0) this.recentIndex.fill(NO_PAGE);
    this.dirty.length = 0;
    this.large = [];
  }

  private insertAny(start: number, end: number): boolean {
    if (end <= start) return true;
    if (this.isFlat(start, end) && end - start <= LARGE_BYTES && this.large.length === 0) {
      const { flat, granuleLog2 } = this;
      const last = (end - 1) >>> granuleLog2;
      if (anySet(flat, start >>> granuleLog2, last)) return false;
      setBits(flat, start >>> granuleLog2, last);
      if (last >>> 5 >= this.used) this.used = (last >>> 5) + 1;
      return true;
    }
    const words = this.large.length === 0 ? this.recentWords(start, end) : undefined;
    if (words !== undefined) {
      const { from, to } = this.withinPage(start, end);
      if (anySet(words, from, to)) return false;
      setBits(words, from, to);
      return true;
    }
    if (this.overlaps(start, end)) return false;
    if (end - start > LARGE_BYTES) this.large.push({ start, end });
    else this.apply(start, end, setBits);
    return true;
  }

  private removeAny(start: number, end: number): void {
    if (end <= start) return;
    if (this.isFlat(start, end) && end - start <= LARGE_BYTES) {
      clearBits(this.flat, start >>> this.granuleLog2, (end - 1) >>> this.granuleLog2);
      return;
    }
    const words = this.recentWords(start, end);
    if (words !== undefined) {
      const { from, to } = this.withinPage(start, end);
      clearBits(words, from, to);
    } else if (end - start <= LARGE_BYTES) this.apply(start, end, clearBits);
    else this.removeLarge(start, end);
  }

  /** A long range may have been marked in pieces: a block that grew to its usable length. */
  private removeLarge(start: number, end: number): void {
    this.large = this.large.filter((range) => range.start < start || range.end > end);
    const flatFrom = Math.max(start, 0);
    const flatTo = Math.min(end, this.flatEnd);
    if (flatFrom < flatTo) clearBits(this.flat, this.granule(flatFrom), this.granule(flatTo - 1));
    for (const [index, { words }] of this.pages) {
      const from = Math.max(start - index * PAGE_BYTES, 0);
      const to = Math.min(end - index * PAGE_BYTES, PAGE_BYTES);
      if (from < to) clearBits(words, this.granule(from), this.granule(to - 1));
    }
  }

  private isFlat(start: number, end: number): boolean {
    return start >= 0 && end <= this.flatEnd;
  }

  /** The bits of the page that the range lies in, where it was changed of late; else undefined. */
  private recentWords(start: number, end: number): Int32Array | undefined {
    if (start >= 0 && start < this.flatLimit) return undefined;
    const index = Math.floor(start / PAGE_BYTES);
    const slot = index & (RECENT_PAGES - 1);
    if (this.recentIndex[slot] !== index || end > (index + 1) * PAGE_BYTES) return undefined;
    return this.recent[slot].words;
  }

  private withinPage(start: number, end: number): { from: number; to: number } {
    const pageStart = Math.floor(start / PAGE_BYTES) * PAGE_BYTES;
    const from = (start - pageStart) >>> this.granuleLog2;
    return { from, to: (end - 1 - pageStart) >>> this.granuleLog2 };
  }

  private overlapsBits(start: number, end: number): boolean {
    const flatFrom = Math.max(start, 0);
    const flatTo = Math.min(end, this.flatEnd);
    if (flatFrom < flatTo && anySet(this.flat, this.granule(flatFrom), this.granule(flatTo - 1)))
      return true;
    if (this.isFlat(start, end)) return false;
    const first = Math.floor((start < 0 ? start : Math.max(start, this.flatEnd)) / PAGE_BYTES);
    const last = Math.floor((end - 1) / PAGE_BYTES);
    if (last - first > this.pages.size) {
      for (const [index, page] of this.pages) {
        if (index >= first && index <= last && this.pageHit(index, page, start, end)) return true;
      }
      return false;
    }
    for (let index = first; index <= last; index++) {
      const page = this.pages.get(index);
      if (page !== undefined && this.pageHit(index, page, start, end)) return true;
    }
    return false;
  }

  private pageHit(index: number, page: Page, start: number, end: number): boolean {
    const pageStart = index * PAGE_BYTES;
    const from = Math.max(start - pageStart, 0) >>> this.granuleLog2;
    const to = (Math.min(end - pageStart, PAGE_BYTES) - 1) >>> this.granuleLog2;
    return anySet(page.words, from, to);
  }

  /** Sets or clears the bits of [start, end), which is no longer than {@link LARGE_BYTES}. */
  private apply(start: number, end: number, change: typeof setBits): void {
    if (end > this.flatEnd && end <= this.flatLimit) this.growFlat(end);
    const flatFrom = Math.max(start, 0);
    const flatTo = Math.min(end, this.flatEnd);
    if (flatFrom < flatTo) {
      const last = this.granule(flatTo - 1);
      change(this.flat, this.granule(flatFrom), last);
      this.used = Math.max(this.used, (last >>> 5) + 1);
    }
    for (let from = start; from < end;) {
      if (from >= 0 && from < this.flatEnd) {
        from = this.flatEnd;
        continue;
      }
      const index = Math.floor(from / PAGE_BYTES);
      const pageStart = index * PAGE_BYTES;
      const to = Math.min(end, pageStart + PAGE_BYTES);
      const page = this.pages.get(index) ?? this.makePage(index);
      if (!page.isDirty) {
        page.isDirty = true;
        this.dirty.push(page);
      }
      this.recentIndex[index & (RECENT_PAGES - 1)] = index;
      this.recent[index & (RECENT_PAGES - 1)] = page;
      change(page.words, this.granule(from - pageStart), this.granule(to - 1 - pageStart));
      from = to;
    }
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
    this.flatEnd = words * bytesPerWord;
    this.takeInPages();
  }

  /** Moves what pages know of addresses that belong to the array now. */
  private takeInPages(): void {
    const wordsPerPage = PAGE_BYTES >>> (this.granuleLog2 + 5);
    for (const [index, page] of this.pages) {
      if (index < 0 || index * PAGE_BYTES >= this.flatEnd) continue;
      if (page.isDirty) {
        this.flat.set(page.words, index * wordsPerPage);
        this.used = Math.max(this.used, (index + 1) * wordsPerPage);
      }
      page.words.fill(0);
      this.pages.delete(index);
    }
  }

  private makePage(index: number): Page {
    const words = new Int32Array(PAGE_BYTES >>> (this.granuleLog2 + 5));
    const page = { words, isDirty: false };
    this.pages.set(index, page);
    return page;
  }
}

interface Page {
  readonly words: Int32Array;
  /** Whether it is in the list of those to clear. */
  isDirty: boolean;
}

const PAGE_BYTES = 65_536;
const RECENT_PAGES = 64;
/** The index of no page: those below the origin are negative. */
const NO_PAGE = NaN;
const LARGE_BYTES = 1 << 20;
const FIRST_FLAT_WORDS = 4_096;
/** 8 MiB of bits: 64 MiB of addresses at one byte a bit, 1 GiB at sixteen. */
const MOST_FLAT_WORDS = 2_097_152;
