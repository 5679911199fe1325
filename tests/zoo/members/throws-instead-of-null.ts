import type { Pool } from '../../../src/subjects/module-port.js';
import { FirstFitList } from '../correct/first-fit-list.js';

export { reclaimContract as contract } from '../correct/first-fit-list.js';

/** A refusal is an exception, which the contract knows nothing of. */
class ThrowsInsteadOfNull extends FirstFitList {
  override alloc(size: number, align: number): number {
    const address = super.alloc(size, align);
    if (address === null) throw new Error('heap exhausted');
    return address;
  }
}

export default (pool: Pool): FirstFitList => new ThrowsInsteadOfNull(pool);
