import type { Pool, SharedPool } from '../../dist/src/allocators/pool.js';

/** Makes a pool of `bytes` zero bytes that fills a SharedArrayBuffer of its own. */
export function sharedPool(bytes: number): SharedPool {
  return { memory: new SharedArrayBuffer(bytes), base: 0, bytes };
}

/** Makes a pool at `base` of a longer ArrayBuffer, whose bytes are all 0xFF, around it too. */
export function noisyPool(base: number, bytes: number): Pool {
  const memory = new ArrayBuffer(base + bytes + 64);
  new Uint8Array(memory).fill(0xff);
  return { memory, base, bytes };
}

/** The first 16 bytes of a pool: which of the first 128 blocks a first-fit allocator has granted. */
export function bitmapOf(pool: Pool): number[] {
  return [...new Uint8Array(pool.memory, pool.base, 16)];
}
