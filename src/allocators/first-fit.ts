import { BlockBitmap } from './block-bitmap.js';
import { blockLayout } from './block-layout.js';
import type { DeallocateResult } from './deallocate-result.js';
import { Mutex } from './mutex.js';
import { requirePool, requireShared, type Pool, type SharedPool } from './pool.js';
import { requireInteger, requirePowerOfTwo } from './require-integer.js';

/** The shortest and the longest pool, in bytes. */
export const FIRST_FIT_POOL_BYTES = { smallest: 1_024, largest: 4_096 } as const;

/** The smallest and the largest block, in bytes; a block is a power of two. */
export const FIRST_FIT_BLOCK_BYTES = { smallest: 16, largest: 256 } as const;

/** The smallest size that is granted, in bytes. */
export const FIRST_FIT_SMALLEST_SIZE = 8;

/** What another thread needs to use the same allocator; it survives structured clone. */
export interface FirstFitHandle extends SharedPool {
  readonly blockBytes: number;
  readonly control: SharedArrayBuffer;
}

/**
 * A first-fit allocator over whole blocks: a grant is the lowest run of free blocks that holds it.
 *
 * The pool begins with a bitmap, one bit per block, which alone decides what is allocated and is
 * what allocation scans; `blockLayout` says how many blocks are left. Adjacent free blocks are one
 * run without further work, so room that was freed can be had again in any shape. Addresses are
 * multiples of `alignBytes`, which an unaligned base lowers.
 *
 * One bit per block cannot tell where an allocation starts or how long it is. The requested sizes
 * are therefore kept by first block in a control buffer outside the pool, behind the mutex that
 * guards all state: any number of threads may call at once through `attach`.
 */
export class FirstFitAllocator {
  readonly blockBytes: number;
  readonly blockCount: number;
  /** The address of the first block. */
  readonly dataStart: number;
  /** The address behind the last block; up to a block and a bitmap of slack may follow. */
  readonly dataEnd: number;
  /** The largest power of two that divides the address of every block. */
  readonly alignBytes: number;

  readonly #pool: Pool;
  readonly #bitmap: BlockBitmap;
  /** Control buffer: one word for the mutex, then the requested size by first block, 0 for none. */
  readonly #control: SharedArrayBuffer;
  readonly #mutex: Mutex;
  readonly #requestedBytes: Int32Array;

  /**
   * Takes over a pool and frees every block, whatever the pool held. Blocks keep their contents.
   *
   * `control` is the control buffer of an allocator over the same pool, and is given by `attach`;
   * the bitmap is then left as it is.
   *
   * @throws RangeError if the pool has fewer than 1,024 or more than 4,096 bytes or does not lie
   *   inside its memory, or the block is not a power of two from 16 to 256
   */
  constructor(pool: Pool, blockBytes: number, control?: SharedArrayBuffer) {
    requirePool(pool, FIRST_FIT_POOL_BYTES.smallest, FIRST_FIT_POOL_BYTES.largest);
    const { smallest, largest } = FIRST_FIT_BLOCK_BYTES;
    requirePowerOfTwo('block bytes', blockBytes, smallest, largest);
    const { blockCount, bitmapBytes } = blockLayout(pool.bytes, blockBytes);
    this.blockBytes = blockBytes;
    this.blockCount = blockCount;
    this.dataStart = pool.base + bitmapBytes;
    this.dataEnd = this.dataStart + blockCount * blockBytes;
    this.alignBytes = Math.min(blockBytes, lowestSetBit(pool.base) || blockBytes);
    this.#pool = pool;
    this.#bitmap = new BlockBitmap(new Uint8Array(pool.memory, pool.base, bitmapBytes), blockCount);
    this.#control = control ?? new SharedArrayBuffer(4 + 4 * blockCount);
    this.#mutex = new Mutex(this.#control);
    this.#requestedBytes = new Int32Array(this.#control, 4, blockCount);
    if (control === undefined) this.reset();
  }

  /** The allocator behind a handle: the same pool, allocations and mutex. */
  static attach({ control, blockBytes, ...pool }: FirstFitHandle): FirstFitAllocator {
    return new FirstFitAllocator(pool, blockBytes, control);
  }

  /** @throws TypeError if the pool is in a plain ArrayBuffer, which threads cannot share */
  handle(): FirstFitHandle {
    const { blockBytes } = this;
    return { ...requireShared(this.#pool), blockBytes, control: this.#control };
  }

  /**
   * Grants the lowest run of free blocks that holds `size` bytes, or answers null where there is
   * none. Sizes below 8 bytes, zero included, are refused with null on any pool.
   *
   * @throws RangeError if the size is not an integer of at least 0
   */
  allocate(size: number): number | null {
    requireInteger('size', size, 0);
    // Also keeps sizes that are no 32-bit integer away from the record below.
    if (size < FIRST_FIT_SMALLEST_SIZE || size > this.#pool.bytes) return null;
    const count = this.#blocksFor(size);
    return this.#mutex.withLock(() => {
      const first = this.#bitmap.firstFreeRun(count);
      if (first === null) return null;
      this.#bitmap.set(first, count);
      this.#requestedBytes[first] = size;
      return this.dataStart + first * this.blockBytes;
    });
  }

  /**
   * Ends the allocation at `address` if `size` is what was requested for it; else changes nothing.
   * No address and no size is too strange to be answered: it never throws.
   */
  deallocate(address: number | null, size: number): DeallocateResult {
    const { base, bytes } = this.#pool;
    // A bigint or a string would compare like a number, and then throw or be taken for one.
    if (typeof address !== 'number' || !(address >= base && address < base + bytes))
      return 'outsidePool';
    if (address < this.dataStart || address >= this.dataEnd) return 'notABlock';
    const first = (address - this.dataStart) / this.blockBytes;
    if (!Number.isInteger(first)) return 'notABlock';
    return this.#mutex.withLock(() => {
      const requested = this.#requestedBytes[first];
      // A set bit alone may belong to the middle of an allocation.
      if (!this.#bitmap.has(first) || requested === 0) return 'notAllocated';
      if (size !== requested) return 'wrongSize';
      this.#bitmap.clear(first, this.#blocksFor(requested));
      this.#requestedBytes[first] = 0;
      return 'freed';
    });
  }

  /** Ends every allocation of every thread: the next request sees a fresh pool. */
  reset(): void {
    this.#mutex.withLock(() => {
      this.#bitmap.clearAll();
      this.#requestedBytes.fill(0);
    });
  }

  #blocksFor(size: number): number {
    return Math.ceil(size / this.blockBytes);
  }
}

/** The largest power of two up to 2^31 that divides `value`; 0 where none up to there does not. */
function lowestSetBit(value: number): number {
  return (value & -value) >>> 0;
}
