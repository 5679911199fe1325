import { requirePool, requireShared, type Pool, type SharedPool } from './pool.js';
import { requireInteger, requirePowerOfTwo } from './require-integer.js';

/** The shortest pool that a bump allocator accepts, in bytes. */
export const BUMP_SMALLEST_POOL_BYTES = 1_024;

/** The longest pool, in bytes: the cursor is one signed 32-bit word. */
export const BUMP_LARGEST_POOL_BYTES = 2 ** 31 - 1;

/** The largest alignment that is granted, in bytes. */
export const BUMP_LARGEST_ALIGN = 64;

/** What another thread needs to use the same allocator; it survives structured clone. */
export interface BumpHandle extends SharedPool {
  readonly control: SharedArrayBuffer;
}

/**
 * A lock-free bump allocator: grants advance a cursor through a fixed pool, and only a reset of the
 * whole pool gives room back.
 *
 * Placement is exact. The cursor starts at the pool's base; a grant starts at the cursor rounded up
 * to the alignment, must end inside the pool, and leaves the cursor at its end. The pool holds no
 * metadata: the cursor lives in a control buffer of its own, so every byte can be granted.
 *
 * Any number of threads may call it at once through `attach`. A grant is one compare-and-exchange
 * of the cursor, so the grants of all threads are those of some sequential order of the requests.
 */
export class BumpAllocator {
  readonly #pool: Pool;
  readonly #end: number;
  /** One word: the bytes between the pool's base and the cursor. */
  readonly #used: Int32Array<SharedArrayBuffer>;

  /**
   * Takes over a pool; its contents are neither read nor changed.
   *
   * `control` is the control buffer of an allocator over the same pool, and is given by `attach`.
   *
   * @throws RangeError if the pool has fewer than 1,024 or more than 2^31 - 1 bytes, or does not
   *   lie inside its memory
   */
  constructor(pool: Pool, control = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) {
    requirePool(pool, BUMP_SMALLEST_POOL_BYTES, BUMP_LARGEST_POOL_BYTES);
    this.#pool = pool;
    this.#end = pool.base + pool.bytes;
    this.#used = new Int32Array(control, 0, 1);
  }

  /** The allocator behind a handle: the same pool, and the same cursor. */
  static attach({ control, ...pool }: BumpHandle): BumpAllocator {
    return new BumpAllocator(pool, control);
  }

  /** @throws TypeError if the pool is in a plain ArrayBuffer, which threads cannot share */
  handle(): BumpHandle {
    return { ...requireShared(this.#pool), control: this.#used.buffer };
  }

  /**
   * Grants `size` bytes at a multiple of `align`, or answers null where they do not fit or the
   * alignment is above 64.
   *
   * A request for zero bytes is never refused for want of room and takes none: it gets the address
   * that a longer one would try, or, where that lies past the end, the last aligned address of the
   * pool. The address may be one that others hold, since no byte of it may be used. Address 0 is
   * an ordinary address where the base is 0; null alone means refusal.
   *
   * @throws RangeError if the size is not an integer of at least 0, or the alignment no power of two
   */
  alloc(size: number, align: number): number | null {
    requireInteger('size', size, 0);
    requirePowerOfTwo('align', align, 1);
    if (align > BUMP_LARGEST_ALIGN) return null;
    for (;;) {
      const used = Atomics.load(this.#used, 0);
      const address = roundUp(this.#pool.base + used, align);
      if (size === 0) return address <= this.#end ? address : address - align;
      // Compared with the room left, never added to the address: no size can wrap or round.
      if (size > this.#end - address) return null;
      const usedAfter = address + size - this.#pool.base;
      // Reset may bring back an old cursor between load and exchange. That does no harm: the cursor
      // is the whole state, so a grant that was right for this value is right again.
      if (Atomics.compareExchange(this.#used, 0, used, usedAfter) === used) return address;
    }
  }

  /** Does nothing, for whatever address, null included: only `reset` gives room back. */
  dealloc(address: number | null, size?: number, align?: number): void;
  dealloc(): void {
    // Room that is not at the cursor could not be used again, and a bump allocator keeps no record
    // by which to know a good address from a bad one.
  }

  /** Ends every allocation of every thread: the next request sees a fresh pool. */
  reset(): void {
    Atomics.store(this.#used, 0, 0);
  }
}

/** The least multiple of `align`, a power of two up to 64, that is not below `address`. */
function roundUp(address: number, align: number): number {
  // Bitwise operators keep the low 32 bits of a number up to 2^53, and padding needs six of them.
  return address + (-address & (align - 1));
}
