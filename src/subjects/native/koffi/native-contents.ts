import { PATTERN_STEP, patternByte } from '../../../core/pattern.js';
import type { Contents } from '../../contents.js';
import type { SystemMemory } from './system-memory.js';

/** Bytes that are written or compared by one call; a multiple of four. */
const CHUNK_BYTES = 65_536;

/**
 * Contents at native addresses. The pattern is made in memory of our own, and copied or compared by
 * libc: a view of a block would cost ten times as much, and an address that cannot be touched ends
 * this process just as it would end a C program.
 */
export class NativeContents implements Contents {
  readonly #memory: SystemMemory;
  readonly #chunk: number;
  readonly #bytes: Uint8Array;
  readonly #words: Int32Array;
  readonly #zeros: number;

  constructor(memory: SystemMemory) {
    this.#memory = memory;
    this.#chunk = memory.map(CHUNK_BYTES);
    this.#zeros = memory.map(CHUNK_BYTES);
    this.#bytes = memory.view(this.#chunk, CHUNK_BYTES);
    this.#words = new Int32Array(this.#bytes.buffer, 0, CHUNK_BYTES / 4);
  }

  fill(address: number, from: number, to: number, base: number): void {
    for (let at = from; at < to; at += CHUNK_BYTES) {
      const length = this.#make(at, to, base);
      this.#memory.copy(address + at, this.#chunk, length);
    }
  }

  matches(address: number, from: number, to: number, base: number): boolean {
    for (let at = from; at < to; at += CHUNK_BYTES) {
      const length = this.#make(at, to, base);
      if (!this.#memory.areEqual(address + at, this.#chunk, length)) return false;
    }
    return true;
  }

  isZero(address: number, from: number, to: number): boolean {
    for (let at = from; at < to; at += CHUNK_BYTES) {
      const length = Math.min(CHUNK_BYTES, to - at);
      if (!this.#memory.areEqual(address + at, this.#zeros, length)) return false;
    }
    return true;
  }

  byteAt(address: number): number {
    this.#memory.copy(this.#chunk, address, 1);
    return this.#bytes[0];
  }

  /** Makes the pattern from offset `from` on, up to `to` or a full chunk; answers its length. */
  #make(from: number, to: number, base: number): number {
    const length = Math.min(CHUNK_BYTES, to - from);
    let word = (base + Math.imul(from >>> 2, PATTERN_STEP)) | 0;
    const whole = length >>> 2;
    for (let index = 0; index < whole; index++) {
      this.#words[index] = word;
      word = (word + PATTERN_STEP) | 0;
    }
    for (let offset = whole * 4; offset < length; offset++) {
      this.#bytes[offset] = patternByte(base, from + offset);
    }
    return length;
  }
}
