import type { ContractInput } from '../../../src/contract/document/contract-schema.js';
import type { Pool } from '../../../src/subjects/module-port.js';
import { FirstFitList, reclaimContract } from '../correct/first-fit-list.js';

/** Memory is taken to be zero although it was used before. */
class CallocRecycledDirty extends FirstFitList {
  override allocZeroed(size: number, align: number): number | null {
    return this.alloc(size, align);
  }
}

/** Fresh bytes are zero, so that only recycled ones are dirty. */
export const contract: ContractInput = {
  ...reclaimContract,
  region: { ...reclaimContract.region, freshBytes: 'zero' },
};

export default (pool: Pool): FirstFitList => new CallocRecycledDirty(pool);
