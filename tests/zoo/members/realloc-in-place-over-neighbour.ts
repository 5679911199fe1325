import type { Pool } from '../../../src/subjects/module-port.js';
import { FirstFitList } from '../correct/first-fit-list.js';

export { reclaimContract as contract } from '../correct/first-fit-list.js';

/** A block that grows in place swallows the next one, free or not. */
class ReallocInPlaceOverNeighbour extends FirstFitList {
  override resizeInPlace(
    address: number,
    oldSize: number,
    newSize: number,
    align: number,
  ): boolean {
    if (super.resizeInPlace(address, oldSize, newSize, align)) return true;
    const found = this.findUsed(address);
    if (found === undefined || address % align !== 0) return false;
    const { run, block } = found;
    const next = run.after(block);
    if (next >= run.end || address + this.payloadBytes(newSize) > run.after(next)) return false;
    run.write(block, run.after(next) - block, true);
    return true;
  }
}

export default (pool: Pool): FirstFitList => new ReallocInPlaceOverNeighbour(pool);
