import { LARGEST_ALIGN, WATCHED_BYTES } from '../../core/observation.js';
import type { RegionFill, World } from '../../core/world.js';
import type { Watched } from '../target.js';
import { fillNoise, fillPlain, isNoise, noiseByte } from './noise.js';

/** Seed of the noise around regions. */
const OUTSIDE = 0;

/**
 * The memory from which regions are handed out, one after the other in the same place: programs run
 * by the thousand, and a buffer for each would cost more than the programs.
 *
 * A region lies at an index that leaves `world.baseOffset` modulo 65,536, with 128 bytes of noise
 * before it and the reserve and 128 bytes of noise behind it. Index 0 is never part of a region.
 */
export class GivenRegion {
  memory: Uint8Array;
  base = 0;
  end = 0;
  /** End of what the region may be extended into. */
  reserveEnd = 0;
  watched: Watched = { before: [0, 0], after: [0, 0], expected: () => 0, intact: () => true };
  readonly #intact = (): boolean => {
    const { memory, base, end } = this;
    // A module's memory that grew left nothing behind; who reads it byte by byte has the new one.
    if (memory.length === 0) return false;
    const words = this.#wordsOfMemory();
    return (
      isNoise(memory, words, base - WATCHED_BYTES, base, OUTSIDE) &&
      isNoise(memory, words, end, end + WATCHED_BYTES, OUTSIDE)
    );
  };
  #words: Int32Array = new Int32Array(0);
  #wordsOf: Uint8Array | undefined;
  #fill: RegionFill = { kind: 'zero' };
  readonly #allocate: (bytes: number) => Uint8Array;

  /** `allocate` makes the memory; absent: shared memory of this process. */
  constructor(allocate: (bytes: number) => Uint8Array = sharedBytes) {
    this.#allocate = allocate;
    this.memory = allocate(0);
  }

  /** Makes the region fresh. Both sizes in bytes. */
  open(world: World, reserveBytes: number): void {
    const offset = ((world.baseOffset % LARGEST_ALIGN) + LARGEST_ALIGN) % LARGEST_ALIGN;
    this.base = LARGEST_ALIGN + offset;
    this.end = this.base + world.regionBytes;
    this.reserveEnd = this.end + reserveBytes;
    this.#fill = world.fill;
    const needed = this.reserveEnd + WATCHED_BYTES + 8;
    if (this.memory.length < needed) {
      this.memory = this.#allocate(roundUp(needed, LARGEST_ALIGN));
    }
    // Whole words first, then the exact edges: see noise.ts for what unaligned bytes cost.
    this.#refresh(roundDown(this.base, 8), roundUp(this.end, 8));
    fillNoise(this.memory, this.base - WATCHED_BYTES, this.base, OUTSIDE);
    fillNoise(this.memory, this.end, this.reserveEnd + WATCHED_BYTES, OUTSIDE);
    this.#watch();
  }

  /** Whether the region could go on up to `end`. */
  canReach(end: number): boolean {
    return end >= this.base && end <= this.reserveEnd;
  }

  /** Makes the bytes between the region's end and `end` fresh, for an allocator about to get them. */
  offer(end: number): void {
    this.#refresh(this.end, end);
  }

  /** Moves the region's end: an offer was taken, or the region became shorter. */
  moveEnd(end: number): void {
    if (end < this.end) fillNoise(this.memory, end, this.end, OUTSIDE);
    this.end = end;
    this.#watch();
  }

  /** Puts the noise back up to `end`: an offer was refused. */
  withdraw(end: number): void {
    fillNoise(this.memory, this.end, end, OUTSIDE);
  }

  /** The memory once more, as words; it is another one after a module's memory grew. */
  #wordsOfMemory(): Int32Array {
    const { memory } = this;
    if (this.#wordsOf !== memory) {
      this.#wordsOf = memory;
      this.#words = new Int32Array(memory.buffer, memory.byteOffset, memory.length >>> 2);
    }
    return this.#words;
  }

  #watch(): void {
    this.watched = {
      before: [this.base - WATCHED_BYTES, this.base],
      after: [this.end, this.end + WATCHED_BYTES],
      expected: outsideByte,
      intact: this.#intact,
    };
  }

  #refresh(start: number, end: number): void {
    const fill = this.#fill;
    if (fill.kind === 'noise') fillNoise(this.memory, start, end, fill.seed + 1);
    else fillPlain(this.memory, start, end, fill.kind === 'zero' ? 0 : 0xff);
  }
}

const sharedBytes = (bytes: number): Uint8Array => new Uint8Array(new SharedArrayBuffer(bytes));
const outsideByte = (address: number): number => noiseByte(OUTSIDE, address);
const roundDown = (value: number, unit: number): number => value - (value % unit);
const roundUp = (value: number, unit: number): number => Math.ceil(value / unit) * unit;
