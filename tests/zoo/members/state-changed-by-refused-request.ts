import type { Pool } from '../../../src/subjects/module-port.js';
import { FirstFitList } from '../correct/first-fit-list.js';

export { reclaimContract as contract } from '../correct/first-fit-list.js';

/** A refused request has already set a block aside. */
class StateChangedByRefusedRequest extends FirstFitList {
  override alloc(size: number, align: number): number | null {
    const address = super.alloc(size, align);
    if (address === null) super.alloc(1, 1);
    return address;
  }
}

export default (pool: Pool): FirstFitList => new StateChangedByRefusedRequest(pool);
