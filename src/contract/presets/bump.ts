import type { ContractInput } from '../document/contract-schema.js';

/**
 * A pure bump allocator over a given region: it knows one cursor and nothing else. Every answer is
 * determined, so that placement and refusals are judged exactly (S31). Freeing, of whatever address,
 * does nothing; only reset gives room back. Size 0 takes no room and its answer is judged for
 * alignment only (S29). An allocator that takes back the block granted last is none: use `pool`.
 */
export const bump: ContractInput = {
  name: 'bump',
  requests: ['alloc', 'dealloc', 'deallocNull', 'deallocInvalid', 'reset'],
  sizes: { abovePtrdiffMax: 'refused' },
  alignment: { natural: 1, maximum: 64 },
  zeroSize: 'dangling',
  refusal: 'null',
  nulls: 'exact',
  placement: {
    policy: 'bump',
    granuleBytes: 1,
    dataStart: 0,
    dataEnd: 'regionEnd',
    alignsTo: 'request',
  },
  region: {
    baseAlign: 1,
    sizeMultiple: 1,
    smallestBytes: 1_024,
    largestBytes: 65_536,
    smallestUsefulBytes: 1_024,
    freshBytes: 'any',
  },
  free: {
    null: 'ignored',
    foreign: 'ignored',
    interior: 'ignored',
    twice: 'ignored',
    wrongSize: 'ignored',
  },
  reclaims: 'nothing',
  deterministic: 'claimed',
};
