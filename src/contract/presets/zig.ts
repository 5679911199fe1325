import type { ContractInput } from '../document/contract-schema.js';

/**
 * Zig's `std.mem.Allocator`: alloc, resize and free through its table of functions.
 *
 * From its documentation: lengths of 0 are answered by the interface itself and never reach the
 * allocator; `resize` answers whether the block has the new length in place, and may always say no;
 * a reallocation moves where it must and keeps the alignment; `free` gets the exact slice that was
 * granted. Null means refusal (`error.OutOfMemory`). Arenas and fixed buffers are allocators too,
 * so nothing is said about freed memory.
 */
export const zig: ContractInput = {
  name: 'zig',
  requests: ['alloc', 'realloc', 'resizeInPlace', 'dealloc'],
  alignment: { natural: 1, maximum: 4_096 },
  zeroSize: 'undefined',
  refusal: 'null',
  realloc: { keepsAlignment: true },
};
