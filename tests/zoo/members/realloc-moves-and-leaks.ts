import type { Pool } from '../../../src/subjects/module-port.js';
import { FirstFitList } from '../correct/first-fit-list.js';

export { reclaimContract as contract } from '../correct/first-fit-list.js';

/** A move never frees the old block. */
class ReallocMovesAndLeaks extends FirstFitList {
  protected override move(
    address: number,
    oldSize: number,
    newSize: number,
    align: number,
  ): number | null {
    const moved = this.alloc(newSize, align);
    if (moved !== null) this.copy(moved, address, oldSize, newSize);
    return moved;
  }
}

export default (pool: Pool): FirstFitList => new ReallocMovesAndLeaks(pool);
