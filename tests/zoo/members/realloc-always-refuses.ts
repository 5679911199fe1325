import type { Pool } from '../../../src/subjects/module-port.js';
import { FirstFitList } from '../correct/first-fit-list.js';

export { reclaimContract as contract } from '../correct/first-fit-list.js';

/** No block can be given another size, be it the same one; to 0 it is freed, as announced. */
class ReallocAlwaysRefuses extends FirstFitList {
  override realloc(
    address: number,
    oldSize: number,
    newSize: number,
    align: number,
  ): number | null {
    return newSize === 0 ? super.realloc(address, oldSize, newSize, align) : null;
  }
}

export default (pool: Pool): FirstFitList => new ReallocAlwaysRefuses(pool);
