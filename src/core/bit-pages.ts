import { anySet, clearBits, setBits } from './bit-words.js';

/**
 * Bits of live bytes at addresses anywhere below 2^53, in pages of 64 KiB of addresses that are made
 * on demand and kept: what of {@link LiveBits} lies where no single array reaches. Ranges are shorter
 * than a page and not empty.
 */
export class BitPages {
  private readonly pages = new Map<number, Page>();
  private readonly dirty: Page[] = [];
  /** Pages that were changed last, by the low bits of their index; all are dirty. */
  private readonly recentIndex = new Float64Array(RECENT_PAGES).fill(NO_PAGE);
  private readonly recent: Page[] = [];

  constructor(private readonly granuleLog2: number) {}

  /** Whether [start, end), which may be long, has a live byte. */
  overlaps(start: number, end: number): boolean {
    const first = Math.floor(start / PAGE_BYTES);
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

  /**
   * Marks a range within one page that was changed of late; false where it is live already, and
   * undefined where the page is another.
   */
  insertRecent(start: number, end: number): boolean | undefined {
    const page = this.recentPage(start, end);
    if (page === undefined) return undefined;
    const offset = start - Math.floor(start / PAGE_BYTES) * PAGE_BYTES;
    const from = offset >>> this.granuleLog2;
    const to = (offset + end - start - 1) >>> this.granuleLog2;
    if (anySet(page.words, from, to)) return false;
    setBits(page.words, from, to);
    return true;
  }

  /** Marks a range live or free. */
  set(start: number, end: number, live: boolean): void {
    const change = live ? setBits : clearBits;
    for (let from = start; from < end;) {
      const index = Math.floor(from / PAGE_BYTES);
      const pageStart = index * PAGE_BYTES;
      const to = Math.min(end, pageStart + PAGE_BYTES);
      const page = this.recentPage(from, to) ?? this.touch(index);
      change(
        page.words,
        (from - pageStart) >>> this.granuleLog2,
        (to - 1 - pageStart) >>> this.granuleLog2,
      );
      from = to;
    }
  }

  /** Marks [start, end), which may be long, free. */
  free(start: number, end: number): void {
    for (const [index, { words }] of this.pages) {
      const from = Math.max(start - index * PAGE_BYTES, 0);
      const to = Math.min(end - index * PAGE_BYTES, PAGE_BYTES);
      if (from < to) clearBits(words, from >>> this.granuleLog2, (to - 1) >>> this.granuleLog2);
    }
  }

  /** Hands the bits of addresses from 0 to below `end` to an array, and forgets them. */
  moveInto(flat: Int32Array, end: number, onMove: (from: number, to: number) => void): void {
    const wordsPerPage = PAGE_BYTES >>> (this.granuleLog2 + 5);
    for (const [index, page] of this.pages) {
      if (index < 0 || index * PAGE_BYTES >= end) continue;
      if (page.isDirty) {
        flat.set(page.words, index * wordsPerPage);
        onMove(index * wordsPerPage, (index + 1) * wordsPerPage);
      }
      page.words.fill(0);
      this.pages.delete(index);
    }
    this.recentIndex.fill(NO_PAGE);
  }

  clear(): void {
    for (const page of this.dirty) {
      page.words.fill(0);
      page.isDirty = false;
    }
    if (this.dirty.length > 0) this.recentIndex.fill(NO_PAGE);
    this.dirty.length = 0;
  }

  private recentPage(start: number, end: number): Page | undefined {
    const index = Math.floor(start / PAGE_BYTES);
    const slot = index & (RECENT_PAGES - 1);
    if (this.recentIndex[slot] !== index || end > (index + 1) * PAGE_BYTES) return undefined;
    return this.recent[slot];
  }

  private pageHit(index: number, { words }: Page, start: number, end: number): boolean {
    const pageStart = index * PAGE_BYTES;
    const from = Math.max(start - pageStart, 0) >>> this.granuleLog2;
    const to = (Math.min(end - pageStart, PAGE_BYTES) - 1) >>> this.granuleLog2;
    return anySet(words, from, to);
  }

  /** The page of an index, to be changed. */
  private touch(index: number): Page {
    const page = this.pages.get(index) ?? this.makePage(index);
    if (!page.isDirty) {
      page.isDirty = true;
      this.dirty.push(page);
    }
    this.recentIndex[index & (RECENT_PAGES - 1)] = index;
    this.recent[index & (RECENT_PAGES - 1)] = page;
    return page;
  }

  private makePage(index: number): Page {
    const page = { words: new Int32Array(PAGE_BYTES >>> (this.granuleLog2 + 5)), isDirty: false };
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
