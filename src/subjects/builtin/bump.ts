import { BumpAllocator } from '../../allocators/bump.js';
import type { Allocator, Pool } from '../module-port.js';

export const contract = 'bump';

/** `builtin:bump`: the reference bump allocator, see allocators/bump.ts, as a module to certify. */
export default function makeBump(pool: Pool): Allocator {
  const bump = new BumpAllocator(pool);
  return {
    alloc: (size, align) => bump.alloc(size, align),
    dealloc: (address, size, align) => bump.dealloc(address, size, align),
    deallocNull: () => bump.dealloc(null),
    reset: () => bump.reset(),
  };
}
