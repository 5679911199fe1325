import { MemPool } from '@thi.ng/malloc';

/**
 * @typedef {import('../../../src/subjects/module-port.js').AllocatorFactory} AllocatorFactory
 * @typedef {import('../../../src/contract/document/contract-schema.js').ContractInput} ContractInput
 */

/**
 * A pool of @thi.ng/malloc over the given region.
 *
 * @param {Partial<import('@thi.ng/malloc').MemPoolOpts>} options
 * @returns {AllocatorFactory}
 */
export function poolWith(options) {
  return ({ memory, base, bytes }) => {
    const pool = new MemPool({ ...options, buf: memory, start: base, end: base + bytes });
    return {
      memory,
      alloc: (size) => pool.malloc(size),
      allocZeroed: (size) => pool.calloc(size),
      realloc: (address, _oldSize, newSize) =>
        address === null ? 0 : pool.realloc(address, newSize),
      dealloc: (address) => pool.free(address),
      reset: () => {
        pool.freeAll();
      },
    };
  };
}

/**
 * What its documentation promises: blocks aligned to 8, address 0 for what cannot be had and for
 * sizes of 0, and free blocks that are merged and used again.
 *
 * @type {ContractInput}
 */
export const contract = {
  name: '@thi.ng/malloc',
  requests: ['alloc', 'allocZeroed', 'realloc', 'dealloc', 'reset'],
  alignment: { natural: 8, maximum: 8 },
  zeroSize: 'null',
  refusal: 'zero',
  region: {
    baseAlign: 8,
    sizeMultiple: 8,
    smallestBytes: 1_024,
    largestBytes: 4_096,
    smallestUsefulBytes: 1_024,
    freshBytes: 'any',
  },
  reclaims: 'everything',
  deterministic: 'claimed',
};
