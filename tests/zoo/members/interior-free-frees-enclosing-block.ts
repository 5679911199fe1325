import type { Pool } from '../../../src/subjects/module-port.js';
import { HEADER_BYTES } from '../correct/boundary-tags.js';
import { FirstFitList } from '../correct/first-fit-list.js';

export { reclaimContract as contract } from '../correct/first-fit-list.js';

/** A free finds the block that an address lies in, not the one that starts there. */
class InteriorFreeFreesEnclosingBlock extends FirstFitList {
  override dealloc(address: number): boolean {
    for (const run of this.runs) {
      for (const block of run.blocks()) {
        const within = address > block && address < run.after(block);
        if (within && run.isUsed(block)) return super.dealloc(block + HEADER_BYTES);
      }
    }
    return false;
  }
}

export default (pool: Pool): FirstFitList => new InteriorFreeFreesEnclosingBlock(pool);
