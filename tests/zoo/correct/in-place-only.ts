import type { ContractInput } from '../../../src/contract/document/contract-schema.js';
import type { Pool } from '../../../src/subjects/module-port.js';
import { FirstFitList, reclaimContract } from './first-fit-list.js';

/** Correct: its realloc never moves a block, and refuses where the block cannot grow. */
export class InPlaceOnly extends FirstFitList {
  override realloc(
    address: number,
    oldSize: number,
    newSize: number,
    align: number,
  ): number | null {
    return this.resizeInPlace(address, oldSize, newSize, align) ? address : null;
  }
}

export const contract: ContractInput = {
  ...reclaimContract,
  name: 'first-fit list that never moves',
  requests: ['alloc', 'allocZeroed', 'realloc', 'resizeInPlace', 'dealloc', 'usable', 'reset'],
  alignment: { natural: 8, maximum: 256 },
  realloc: { ofZeroSize: true, keepsAlignment: true, inPlaceOnly: true },
  free: {},
};

export default function inPlaceOnly(pool: Pool): InPlaceOnly {
  return new InPlaceOnly(pool);
}
