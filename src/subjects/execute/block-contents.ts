import { EDGE_BYTES } from '../../core/observation.js';
import { PATTERN_STEP, patternByte } from '../../core/pattern.js';
import type { Contents } from '../contents.js';

/**
 * Contents in memory that is indexed by address. Faster where the block starts at a multiple of four:
 * words that start elsewhere go through a view.
 */
export class BlockContents implements Contents {
  private readonly words: Int32Array;
  /** The same memory, for words that start anywhere. */
  private readonly view: DataView;

  constructor(private readonly bytes: Uint8Array) {
    this.words = wordsOf(bytes);
    this.view = new DataView(bytes.buffer);
  }

  fill(address: number, from: number, to: number, base: number): void {
    const words = this.words;
    const end = address + to;
    if ((address & 3) !== 0 || end > words.length * 4) {
      this.fillAnywhere(address, from, to, base);
      return;
    }
    let expected = (base + Math.imul(from >>> 2, STEP)) | 0;
    const last = end >>> 2;
    for (let word = (address + from) >>> 2; word < last; word++) {
      words[word] = expected;
      expected = (expected + STEP) | 0;
    }
    if ((to & 3) !== 0) {
      const mask = headMask(to);
      words[last] = (words[last] & ~mask) | (expected & mask);
    }
  }

  /** Fills the first and the last `EDGE_BYTES` of a block that is longer than both, without a loop. */
  fillEdges(address: number, length: number, base: number): void {
    const words = this.words;
    const tail = (length - EDGE) & ~3;
    const first = address >>> 2;
    const last = (address + tail) >>> 2;
    if ((address & 3) !== 0 || last + EDGE_WORDS >= words.length) {
      this.fillAnywhere(address, 0, EDGE, base);
      this.fillAnywhere(address, tail, length, base);
      return;
    }
    words[first] = base;
    words[first + 1] = base + STEP;
    words[first + 2] = base + STEP_2;
    words[first + 3] = base + STEP_3;
    const expected = (base + Math.imul(tail >>> 2, STEP)) | 0;
    words[last] = expected;
    words[last + 1] = expected + STEP;
    words[last + 2] = expected + STEP_2;
    words[last + 3] = expected + STEP_3;
    // A branch that three of four lengths take costs more than a word written as it was.
    const mask = headMask(length);
    words[last + 4] = (words[last + 4] & ~mask) | ((expected + STEP_4) & mask);
  }

  matches(address: number, from: number, to: number, base: number): boolean {
    const words = this.words;
    const end = address + to;
    if ((address & 3) !== 0 || end > words.length * 4) {
      return this.matchesAnywhere(address, from, to, base);
    }
    let expected = (base + Math.imul(from >>> 2, STEP)) | 0;
    let differing = 0;
    const last = end >>> 2;
    for (let word = (address + from) >>> 2; word < last; word++) {
      differing |= words[word] ^ expected;
      expected = (expected + STEP) | 0;
    }
    if ((to & 3) !== 0) differing |= (words[last] ^ expected) & headMask(to);
    return differing === 0;
  }

  /** Whether both ends of a block hold the pattern, as `fillEdges` wrote them. */
  edgesMatch(address: number, length: number, base: number): boolean {
    const words = this.words;
    const tail = (length - EDGE) & ~3;
    const first = address >>> 2;
    const last = (address + tail) >>> 2;
    if ((address & 3) !== 0 || last + EDGE_WORDS >= words.length) {
      return (
        this.matchesAnywhere(address, 0, EDGE, base) &&
        this.matchesAnywhere(address, tail, length, base)
      );
    }
    const expected = (base + Math.imul(tail >>> 2, STEP)) | 0;
    return (
      ((words[first] ^ base) |
        (words[first + 1] ^ (base + STEP)) |
        (words[first + 2] ^ (base + STEP_2)) |
        (words[first + 3] ^ (base + STEP_3)) |
        (words[last] ^ expected) |
        (words[last + 1] ^ (expected + STEP)) |
        (words[last + 2] ^ (expected + STEP_2)) |
        (words[last + 3] ^ (expected + STEP_3)) |
        ((words[last + 4] ^ (expected + STEP_4)) & headMask(length))) ===
      0
    );
  }

  isZero(address: number, from: number, to: number): boolean {
    const bytes = this.bytes;
    let offset = from;
    let differing = 0;
    while (offset < to && ((address + offset) & 3) !== 0) differing |= bytes[address + offset++];
    const words = this.words;
    const lastWord = (address + to) >>> 2;
    for (let word = (address + offset) >>> 2; word < lastWord; word++) differing |= words[word];
    offset = Math.max(offset, lastWord * 4 - address);
    while (offset < to) differing |= bytes[address + offset++];
    return differing === 0;
  }

  byteAt(address: number): number {
    return this.bytes[address];
  }

  private fillAnywhere(address: number, from: number, to: number, base: number): void {
    const { bytes, view } = this;
    let offset = from;
    // Words that are written behind the end of a view throw, and bytes are dropped.
    if (address + to <= bytes.length) {
      let word = (base + Math.imul(from >>> 2, STEP)) | 0;
      for (; offset + 4 <= to; offset += 4) {
        view.setInt32(address + offset, word, true);
        word = (word + STEP) | 0;
      }
    }
    for (; offset < to; offset++) bytes[address + offset] = patternByte(base, offset);
  }

  private matchesAnywhere(address: number, from: number, to: number, base: number): boolean {
    const { bytes, view } = this;
    let offset = from;
    if (address + to <= bytes.length) {
      let word = (base + Math.imul(from >>> 2, STEP)) | 0;
      for (; offset + 4 <= to; offset += 4) {
        if (view.getInt32(address + offset, true) !== word) return false;
        word = (word + STEP) | 0;
      }
    }
    for (; offset < to; offset++) {
      if (bytes[address + offset] !== patternByte(base, offset)) return false;
    }
    return true;
  }
}

const EDGE = EDGE_BYTES;
/** Whole words of them; one more may hold the end of the block. */
const EDGE_WORDS = EDGE / 4;

/** The step, which an import would not be known to be, and its multiples as 32-bit words. */
const STEP = PATTERN_STEP;
const STEP_2 = (2 * STEP) | 0;
const STEP_3 = (3 * STEP) | 0;
const STEP_4 = (4 * STEP) | 0;

/** The bytes of the word behind the last whole one that belong to a block of `length` bytes. */
const headMask = (length: number): number => (1 << ((length & 3) * 8)) - 1;

function wordsOf(bytes: Uint8Array): Int32Array {
  return new Int32Array(bytes.buffer, 0, bytes.buffer.byteLength >>> 2);
}
