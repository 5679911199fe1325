import type { ContractInput } from '../contract-schema.js';

/**
 * The malloc lab of Bryant and O'Hallaron, "Computer Systems: A Programmer's Perspective", as its
 * traces and driver check it: `mm_malloc` gives blocks aligned to 8 for sizes from 1, `mm_realloc`
 * keeps the contents up to the smaller size, `mm_free` gets what was granted.
 *
 * Sizes above 1 MiB (the largest trace asks for 614,784 bytes), free of null, realloc of null and
 * refusals are in no trace, and students differ: undefined or unjudged. Nor is reuse required: the
 * hand-out's own first solution never frees.
 */
export const mallocLab: ContractInput = {
  name: 'malloc-lab',
  requests: ['alloc', 'realloc', 'dealloc'],
  sizes: { smallest: 1, largest: 1_048_576 },
  alignment: { natural: 8, maximum: 8 },
  zeroSize: 'undefined',
  refusal: 'null',
};
