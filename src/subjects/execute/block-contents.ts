import { PATTERN_STEP, patternByte } from '../../core/pattern.js';
import type { Contents } from '../contents.js';

/**
 * Contents in memory that is indexed by address. Words where the block starts at a multiple of four,
 * bytes where it does not.
 */
export class BlockContents implements Contents {
  private readonly words: Int32Array;

  constructor(private readonly bytes: Uint8Array) {
    this.words = wordsOf(bytes);
  }

  fill(address: number, from: number, to: number, base: number): void {
    const words = this.words;
    const end = address + to;
    if ((address & 3) !== 0 || end > words.length * 4) {
      this.fillBytes(address, from, to, base);
      return;
    }
    let expected = (base + Math.imul(from >>> 2, PATTERN_STEP)) | 0;
    const last = end >>> 2;
    for (let word = (address + from) >>> 2; word < last; word++) {
      words[word] = expected;
      expected = (expected + PATTERN_STEP) | 0;
    }
    if ((to & 3) !== 0) {
      const mask = headMask(to);
      words[last] = (words[last] & ~mask) | (expected & mask);
    }
  }

  /** Fills the first and the last `EDGE_BYTES` of a block that is longer than both, without a loop. */
  fillEdges(address: number, length: number, base: number): void {
    const words = this.words;
    const end = address + length;
    const tail = (length - EDGE_BYTES) & ~3;
    if ((address & 3) !== 0 || end > words.length * 4) {
      this.fillBytes(address, 0, EDGE_BYTES, base);
      this.fillBytes(address, tail, length, base);
      return;
    }
    const first = address >>> 2;
    words[first] = base;
    words[first + 1] = base + PATTERN_STEP;
    words[first + 2] = base + STEP_2;
    words[first + 3] = base + STEP_3;
    const from = (address + tail) >>> 2;
    const expected = (base + Math.imul(tail >>> 2, PATTERN_STEP)) | 0;
    words[from] = expected;
    words[from + 1] = expected + PATTERN_STEP;
    words[from + 2] = expected + STEP_2;
    words[from + 3] = expected + STEP_3;
    if ((length & 3) !== 0) {
      const mask = headMask(length);
      words[from + 4] = (words[from + 4] & ~mask) | ((expected + STEP_4) & mask);
    }
  }

  matches(address: number, from: number, to: number, base: number): boolean {
    const words = this.words;
    const end = address + to;
    if ((address & 3) !== 0 || end > words.length * 4) {
      return this.bytesMatch(address, from, to, base);
    }
    let expected = (base + Math.imul(from >>> 2, PATTERN_STEP)) | 0;
    let differing = 0;
    const last = end >>> 2;
    for (let word = (address + from) >>> 2; word < last; word++) {
      differing |= words[word] ^ expected;
      expected = (expected + PATTERN_STEP) | 0;
    }
    if ((to & 3) !== 0) differing |= (words[last] ^ expected) & headMask(to);
    return differing === 0;
  }

  /** Whether both ends of a block hold the pattern, as `fillEdges` wrote them. */
  edgesMatch(address: number, length: number, base: number): boolean {
    const words = this.words;
    const end = address + length;
    const tail = (length - EDGE_BYTES) & ~3;
    if ((address & 3) !== 0 || end > words.length * 4) {
      return (
        this.bytesMatch(address, 0, EDGE_BYTES, base) &&
        this.bytesMatch(address, tail, length, base)
      );
    }
    const first = address >>> 2;
    const from = (address + tail) >>> 2;
    const expected = (base + Math.imul(tail >>> 2, PATTERN_STEP)) | 0;
    let differing =
      (words[first] ^ base) |
      (words[first + 1] ^ (base + PATTERN_STEP)) |
      (words[first + 2] ^ (base + STEP_2)) |
      (words[first + 3] ^ (base + STEP_3)) |
      (words[from] ^ expected) |
      (words[from + 1] ^ (expected + PATTERN_STEP)) |
      (words[from + 2] ^ (expected + STEP_2)) |
      (words[from + 3] ^ (expected + STEP_3));
    if ((length & 3) !== 0) differing |= (words[from + 4] ^ (expected + STEP_4)) & headMask(length);
    return differing === 0;
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

  private fillBytes(address: number, from: number, to: number, base: number): void {
    const bytes = this.bytes;
    for (let offset = from; offset < to; offset++)
      bytes[address + offset] = patternByte(base, offset);
  }

  private bytesMatch(address: number, from: number, to: number, base: number): boolean {
    const bytes = this.bytes;
    for (let offset = from; offset < to; offset++) {
      if (bytes[address + offset] !== patternByte(base, offset)) return false;
    }
    return true;
  }
}

/** Bytes at either end of a block that are filled and read at the level `edges`. */
export const EDGE_BYTES = 16;

/** Multiples of the step as 32-bit words. */
const STEP_2 = (2 * PATTERN_STEP) | 0;
const STEP_3 = (3 * PATTERN_STEP) | 0;
const STEP_4 = (4 * PATTERN_STEP) | 0;

/** The bytes of the last word that belong to a block of `length` bytes, no multiple of four. */
const headMask = (length: number): number => (1 << ((length & 3) * 8)) - 1;

function wordsOf(bytes: Uint8Array): Int32Array {
  return new Int32Array(bytes.buffer, 0, bytes.buffer.byteLength >>> 2);
}
