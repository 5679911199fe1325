import type { Pool } from '../../../src/subjects/module-port.js';
import { FirstFitList } from '../correct/first-fit-list.js';

export { reclaimContract as contract } from '../correct/first-fit-list.js';

/** A move copies the new length, and so reads past the old block and the region. */
class ReallocCopiesNewSize extends FirstFitList {
  protected override copy(to: number, from: number, _oldSize: number, newSize: number): void {
    const region = new DataView(this.memory, this.base, this.regionEnd - this.base);
    for (let offset = 0; offset < newSize; offset++) {
      region.setUint8(to - this.base + offset, region.getUint8(from - this.base + offset));
    }
  }
}

export default (pool: Pool): FirstFitList => new ReallocCopiesNewSize(pool);
