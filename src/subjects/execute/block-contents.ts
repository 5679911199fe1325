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
    const bytes = this.bytes;
    if ((address & 3) !== 0) {
      for (let offset = from; offset < to; offset++)
        bytes[address + offset] = patternByte(base, offset);
      return;
    }
    const words = this.words;
    let expected = (base + Math.imul(from >>> 2, PATTERN_STEP)) | 0;
    const lastWord = (address + to) >>> 2;
    for (let word = (address + from) >>> 2; word < lastWord; word++) {
      words[word] = expected;
      expected = (expected + PATTERN_STEP) | 0;
    }
    for (let offset = Math.max(from, to & ~3); offset < to; offset++) {
      bytes[address + offset] = patternByte(base, offset);
    }
  }

  matches(address: number, from: number, to: number, base: number): boolean {
    const bytes = this.bytes;
    if ((address & 3) !== 0) {
      for (let offset = from; offset < to; offset++) {
        if (bytes[address + offset] !== patternByte(base, offset)) return false;
      }
      return true;
    }
    const words = this.words;
    let expected = (base + Math.imul(from >>> 2, PATTERN_STEP)) | 0;
    let differing = 0;
    const lastWord = (address + to) >>> 2;
    for (let word = (address + from) >>> 2; word < lastWord; word++) {
      differing |= words[word] ^ expected;
      expected = (expected + PATTERN_STEP) | 0;
    }
    for (let offset = Math.max(from, to & ~3); offset < to; offset++) {
      differing |= bytes[address + offset] ^ patternByte(base, offset);
    }
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
}

function wordsOf(bytes: Uint8Array): Int32Array {
  return new Int32Array(bytes.buffer, 0, bytes.buffer.byteLength >>> 2);
}
