import type { ContractInput } from '../../../src/contract/document/contract-schema.js';
import { contract as listContract } from './first-fit-list.js';

export { default } from './first-fit-list.js';

/**
 * Correct: the first-fit list where its region may also go on in pieces, behind a gap or without one.
 * Neither what lies in a gap nor what reaches from one piece into another is ever granted.
 */
export const contract: ContractInput = {
  ...listContract,
  name: 'first-fit list with appended ranges',
  requests: ['alloc', 'allocZeroed', 'realloc', 'dealloc', 'reset', 'extend', 'append'],
  free: {},
  alignment: { natural: 8, maximum: 256 },
  usableSize: 'absent',
  realloc: { toZero: 'free', ofZeroSize: true, keepsAlignment: true, newAlignment: true },
};
