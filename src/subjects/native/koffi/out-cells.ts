import type { Word } from './koffi-api.js';
import type { SystemMemory } from './system-memory.js';

const CELLS = 2;

/** Words in native memory that a function writes its answers to: `void **out`. */
export class OutCells {
  readonly address: number;
  readonly #words: BigUint64Array;

  constructor(memory: SystemMemory) {
    this.address = memory.map(CELLS * 8);
    this.#words = new BigUint64Array(memory.view(this.address, CELLS * 8).buffer);
  }

  set(cell: 0 | 1, value: number): void {
    this.#words[cell] = BigInt(value);
  }

  /** A number where that is exact. */
  get(cell: 0 | 1): Word {
    const value = this.#words[cell];
    return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
  }
}
