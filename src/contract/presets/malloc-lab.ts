import type { ContractInput } from '../document/contract-schema.js';

/**
 * The malloc lab of Bryant and O'Hallaron, "Computer Systems: A Programmer's Perspective", as its
 * traces and driver check it: `mm_malloc` gives blocks aligned to 8 for sizes from 1, `mm_realloc`
 * keeps the contents up to the smaller size, `mm_free` gets what was granted.
 *
 * Sizes above 1 MiB (the largest trace asks for 614,784 bytes), free of null, realloc of null and
 * refusals are in no trace, and students differ: undefined or unjudged. Nor is reuse required: the
 * hand-out's own first solution never frees.
 *
 * The driver runs one trace after the other in one process over one heap: `mem_reset_brk` and
 * `mm_init`, with whatever the last trace left in the bytes. So a reset is lawful at any time, and the
 * bytes of a heap are any. Its heap has 20 MiB; one that is shorter may be too short for `mm_init`,
 * and heaps longer than 4 MiB are tried only where it is.
 */
export const mallocLab: ContractInput = {
  name: 'malloc-lab',
  requests: ['alloc', 'realloc', 'dealloc', 'reset'],
  sizes: { smallest: 1, largest: 1_048_576 },
  alignment: { natural: 8, maximum: 8 },
  zeroSize: 'undefined',
  refusal: 'null',
  hostRefused: 'refused',
  region: {
    freshBytes: 'any',
    largestBytes: 20_971_520,
    smallestUsefulBytes: 1_048_576,
    mayRefuseInit: true,
  },
};
