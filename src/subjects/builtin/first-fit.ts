import { FirstFitAllocator } from '../../allocators/first-fit.js';
import type { Allocator, Pool } from '../module-port.js';

export const contract = 'first-fit';

const BLOCK_BYTES = 16;

/**
 * `builtin:first-fit`: the reference first-fit allocator, see allocators/first-fit.ts, in blocks of
 * 16 bytes as a module to certify. Its requests carry no alignment; what its blocks do not have by
 * themselves is refused.
 */
export default function makeFirstFit(pool: Pool): Allocator {
  const firstFit = new FirstFitAllocator(pool, BLOCK_BYTES);
  return {
    alloc: (size, align) => (align > firstFit.alignBytes ? null : firstFit.allocate(size)),
    dealloc: (address, size) => firstFit.deallocate(address, size) === 'freed',
    deallocNull: () => firstFit.deallocate(null, 0) === 'freed',
    reset: () => firstFit.reset(),
  };
}
