import type { ContractInput } from '../document/contract-schema.js';

/**
 * AssemblyScript's `heap.alloc`, `heap.realloc` and `heap.free`, whichever runtime is linked:
 * incremental and minimal (TLSF) or stub.
 *
 * From the runtime's documentation and README: blocks are aligned to 16; sizes of 1 GiB and more
 * throw "Allocation too large", and memory that is out traps; size 0 gets a block like any other;
 * realloc of null is an assertion. Sizes above PTRDIFF_MAX are not asked: the stub's realloc rounds
 * them up past 2^32 and answers the old block, and no text says that it must not. The stub is a bump
 * allocator that frees only the block granted last, so that reuse, reclaim and bounded growth are
 * not promised by AssemblyScript as such.
 */
export const assemblyscript: ContractInput = {
  name: 'assemblyscript',
  requests: ['alloc', 'realloc', 'dealloc'],
  alignment: { natural: 16, maximum: 16 },
  zeroSize: 'dangling',
  refusal: 'trap',
  refusalErrors: ['Allocation too large'],
};
