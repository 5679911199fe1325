import type { Allocator, AllocatorFactory } from '../../src/subjects/module-port.js';

/** A pool of the tests: the region with noise all around, and what it takes to see a change there. */
export interface TestPool {
  readonly memory: SharedArrayBuffer;
  readonly base: number;
  readonly bytes: number;
  /** Bytes behind the region that it may be extended into. */
  readonly reserveBytes: number;
}

const MARGIN_BYTES = 256;

/** `offset` is the base modulo 4,096; `noise` fills the region, 0 leaves it zero. */
export function makePool(bytes: number, offset: number, noise: number, reserveBytes = 0): TestPool {
  const base = 4_096 + offset;
  const memory = new SharedArrayBuffer(base + bytes + reserveBytes + MARGIN_BYTES);
  const view = new Uint8Array(memory);
  const next = generator(noise + 1);
  view.forEach((_, index) => {
    const inside = index >= base && index < base + bytes;
    view[index] = inside && noise === 0 ? 0 : next(256);
  });
  return { memory, base, bytes, reserveBytes };
}

/** A fresh allocator of a module; undefined where it refuses the pool. */
export function makeAllocator(factory: AllocatorFactory, pool: TestPool): Allocator | undefined {
  const { memory, base, bytes } = pool;
  return factory({ memory, base, bytes }) ?? undefined;
}

/** Numbers below a limit from a seed: the same ones each time. */
export function generator(seed: number): (limit: number) => number {
  let state = Math.imul(seed, 0x9e3779b1) | 1;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}
