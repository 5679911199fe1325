import { requireInteger } from './require-integer.js';

/**
 * The bytes that an allocator hands out: the range [base, base + bytes) of one buffer.
 *
 * Addresses are byte offsets from the start of `memory`, not from `base`, and alignment is judged
 * on them. `base` may be any offset, aligned or not, because a harness places pools badly on
 * purpose. Only a pool in a SharedArrayBuffer can be used by several threads.
 */
export interface Pool {
  readonly memory: ArrayBuffer | SharedArrayBuffer;
  readonly base: number;
  readonly bytes: number;
}

/** A pool that other threads can see. Structured clone shares its memory and copies the rest. */
export interface SharedPool extends Pool {
  readonly memory: SharedArrayBuffer;
}

/**
 * Throws unless the pool has a lawful length and lies inside its memory.
 *
 * @throws RangeError naming the field, the bound and the value
 */
export function requirePool(pool: Pool, smallestBytes: number, largestBytes: number): void {
  requireInteger('pool bytes', pool.bytes, smallestBytes, largestBytes);
  requireInteger('pool base', pool.base, 0);
  const end = pool.base + pool.bytes;
  if (end > pool.memory.byteLength) {
    throw new RangeError(
      `pool must end inside its memory of ${pool.memory.byteLength} bytes, ends at ${end}`,
    );
  }
}

/**
 * The same pool, known to be shared.
 *
 * Handles go through this check because structured clone copies a plain ArrayBuffer in silence: a
 * second thread would then allocate from a pool of its own, and both would believe they share one.
 *
 * @throws TypeError if the memory is a plain ArrayBuffer
 */
export function requireShared({ memory, base, bytes }: Pool): SharedPool {
  if (!(memory instanceof SharedArrayBuffer)) {
    throw new TypeError('the pool is in an ArrayBuffer; a handle needs a SharedArrayBuffer');
  }
  return { memory, base, bytes };
}
