import type { ContractInput } from '../../../src/contract/document/contract-schema.js';
import type { Pool } from '../../../src/subjects/module-port.js';
import { Buddy, contract as buddies } from '../correct/buddy.js';

/** A buddy counts as free when a shorter free block starts where it does. */
class BuddyOfWrongOrder extends Buddy {
  protected override isFree(address: number): boolean {
    return this.free.has(address);
  }
}

/** The region is one block, so that no merge can leave it. */
export const contract: ContractInput = {
  ...buddies,
  region: {
    ...buddies.region,
    baseAlign: 4_096,
    sizeMultiple: 4_096,
    smallestBytes: 4_096,
    largestBytes: 4_096,
  },
};

export default (pool: Pool): Buddy => new BuddyOfWrongOrder(pool);
