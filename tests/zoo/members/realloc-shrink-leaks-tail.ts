import type { Pool } from '../../../src/subjects/module-port.js';
import { FirstFitList } from '../correct/first-fit-list.js';

export { reclaimContract as contract } from '../correct/first-fit-list.js';

/** A tail that is cut off before a live block or the end is marked as used, by nobody. */
class ReallocShrinkLeaksTail extends FirstFitList {
  override resizeInPlace(
    address: number,
    oldSize: number,
    newSize: number,
    align: number,
  ): boolean {
    const found = this.findUsed(address);
    if (found === undefined) return false;
    const { run, block } = found;
    const end = run.after(block);
    const alone = !run.freeFollows(block);
    if (!super.resizeInPlace(address, oldSize, newSize, align)) return false;
    const tail = run.after(block);
    if (alone && tail < end) run.write(tail, end - tail, true);
    return true;
  }
}

export default (pool: Pool): FirstFitList => new ReallocShrinkLeaksTail(pool);
