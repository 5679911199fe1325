import type { ContractInput } from '../../../src/contract/contract-schema.js';
import { reclaimContract } from './first-fit-list.js';

export { default } from './first-fit-list.js';

/**
 * Correct: the first-fit list where its region may also go on behind a gap. The bytes of the gap are
 * never granted, so that what a gap between grants could hold cannot be judged.
 */
export const contract: ContractInput = {
  ...reclaimContract,
  name: 'first-fit list with appended ranges',
  requests: ['alloc', 'allocZeroed', 'realloc', 'dealloc', 'reset', 'extend', 'append'],
  free: {},
  alignment: { natural: 8, maximum: 256 },
  usableSize: 'absent',
  realloc: { toZero: 'free', ofZeroSize: true, keepsAlignment: true, newAlignment: true },
};
