import type { ContractInput } from '../document/contract-schema.js';

/**
 * A general allocator over a given region of fixed length that gives back all that is freed.
 *
 * It promises no placement and judges no single refusal, only the floor of S21; but after every
 * block is freed, in whatever order, what a fresh region could grant can be granted again (S24), and
 * the same program on a fresh region gets the same offsets (S27). The region may have an odd length
 * and hold any bytes; its base is a multiple of 16, because allocators in C store pointers there.
 */
export const pool: ContractInput = {
  name: 'pool',
  requests: ['alloc', 'allocZeroed', 'realloc', 'resizeInPlace', 'dealloc', 'reset'],
  alignment: { natural: 1, maximum: 64 },
  zeroSize: 'undefined',
  refusal: 'null',
  region: {
    baseAlign: 16,
    sizeMultiple: 1,
    smallestBytes: 1_024,
    largestBytes: 131_072,
    freshBytes: 'any',
  },
  realloc: { keepsAlignment: true },
  reclaims: 'everything',
  deterministic: 'claimed',
};
