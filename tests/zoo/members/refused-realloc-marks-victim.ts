import type { Pool } from '../../../src/subjects/module-port.js';
import { FirstFitList } from '../correct/first-fit-list.js';

export { reclaimContract as contract } from '../correct/first-fit-list.js';

/** A realloc that is refused has written a forwarding address into the old block. */
class RefusedReallocMarksVictim extends FirstFitList {
  protected override move(
    address: number,
    oldSize: number,
    newSize: number,
    align: number,
  ): number | null {
    const moved = super.move(address, oldSize, newSize, align);
    if (moved === null) this.words.setUint32(address, 0xdead_beef, true);
    return moved;
  }
}

export default (pool: Pool): FirstFitList => new RefusedReallocMarksVictim(pool);
