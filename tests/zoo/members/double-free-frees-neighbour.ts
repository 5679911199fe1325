import type { Pool } from '../../../src/subjects/module-port.js';
import { HEADER_BYTES } from '../correct/boundary-tags.js';
import { FirstFitList } from '../correct/first-fit-list.js';

export { reclaimContract as contract } from '../correct/first-fit-list.js';

/** A second free is noticed, but has freed the block behind. */
class DoubleFreeFreesNeighbour extends FirstFitList {
  override dealloc(address: number): boolean {
    if (super.dealloc(address)) return true;
    for (const run of this.runs) {
      for (const block of run.blocks()) {
        const next = run.after(block);
        if (block + HEADER_BYTES !== address || next >= run.end) continue;
        this.release(run, next);
        return false;
      }
    }
    return false;
  }
}

export default (pool: Pool): FirstFitList => new DoubleFreeFreesNeighbour(pool);
