import type { ContractInput } from '../document/contract-schema.js';

/**
 * First fit over whole blocks behind a bitmap, in a given region of 1,024 to 4,096 bytes
 * (Knuth, TAOCP 1, 2.5, algorithm A, with blocks in place of words).
 *
 * A grant is the lowest run of free blocks that holds it, so that placement and refusals are judged
 * exactly (S31). Sizes below 8 bytes, 0 included, are refused. Requests carry no alignment, and an
 * odd base leaves none to promise. It knows its live allocations and rejects every other free.
 * Blocks have 16 bytes; a subject with others says `placement: { granuleBytes: 64 }`.
 */
export const firstFit: ContractInput = {
  name: 'first-fit',
  requests: ['alloc', 'dealloc', 'deallocNull', 'deallocInvalid', 'reset'],
  sizes: { smallest: 8, belowSmallest: 'refused', abovePtrdiffMax: 'refused' },
  alignment: { natural: 1, maximum: 1 },
  zeroSize: 'null',
  refusal: 'null',
  nulls: 'exact',
  placement: {
    policy: 'first-fit',
    granuleBytes: 16,
    dataStart: 'bitmap',
    dataEnd: 'bitmap',
    alignsTo: 'granule',
  },
  region: {
    baseAlign: 1,
    sizeMultiple: 1,
    smallestBytes: 1_024,
    largestBytes: 4_096,
    smallestUsefulBytes: 1_024,
    freshBytes: 'any',
  },
  free: {
    null: 'rejected',
    foreign: 'rejected',
    interior: 'rejected',
    twice: 'rejected',
    wrongSize: 'rejected',
  },
  reclaims: 'everything',
  reuse: 'sameLayout',
  deterministic: 'claimed',
};
