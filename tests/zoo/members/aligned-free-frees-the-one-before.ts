import type { Pool } from '../../../src/subjects/module-port.js';
import { FirstFitList } from '../correct/first-fit-list.js';

export { reclaimContract as contract } from '../correct/first-fit-list.js';

/** For a block at a multiple of 64, the header is looked for behind padding, and so one too early. */
class AlignedFreeFreesTheOneBefore extends FirstFitList {
  override dealloc(address: number): boolean {
    const found = this.findUsed(address);
    if (found === undefined || address % 64 !== 0) return super.dealloc(address);
    const { run, block } = found;
    const before = run.before(block);
    this.release(run, before !== undefined && run.isUsed(before) ? before : block);
    return true;
  }
}

export default (pool: Pool): FirstFitList => new AlignedFreeFreesTheOneBefore(pool);
