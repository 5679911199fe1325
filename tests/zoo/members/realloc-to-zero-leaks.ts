import type { Pool } from '../../../src/subjects/module-port.js';
import { FirstFitList } from '../correct/first-fit-list.js';

export { reclaimContract as contract } from '../correct/first-fit-list.js';

/** A realloc to size 0 answers null and frees nothing. */
class ReallocToZeroLeaks extends FirstFitList {
  override realloc(
    address: number | null,
    oldSize: number,
    newSize: number,
    align: number,
  ): number | null {
    if (address !== null && newSize === 0) return null;
    return super.realloc(address, oldSize, newSize, align);
  }
}

export default (pool: Pool): FirstFitList => new ReallocToZeroLeaks(pool);
