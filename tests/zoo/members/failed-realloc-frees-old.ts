import type { Pool } from '../../../src/subjects/module-port.js';
import { FirstFitList } from '../correct/first-fit-list.js';

export { reclaimContract as contract } from '../correct/first-fit-list.js';

/** A realloc that is refused has freed the old block. */
class FailedReallocFreesOld extends FirstFitList {
  protected override move(
    address: number,
    oldSize: number,
    newSize: number,
    align: number,
  ): number | null {
    const moved = super.move(address, oldSize, newSize, align);
    if (moved === null) this.dealloc(address);
    return moved;
  }
}

export default (pool: Pool): FirstFitList => new FailedReallocFreesOld(pool);
