import type { Pool } from '../../../src/subjects/module-port.js';
import { FirstFitList } from '../correct/first-fit-list.js';

export { contract } from '../correct/first-fit-list.js';

/** The search gives up at the first free block that is too short. */
class NullAlthoughRoomExists extends FirstFitList {
  override alloc(size: number, align: number): number | null {
    for (const run of this.runs) {
      for (const block of run.blocks()) {
        if (run.isUsed(block)) continue;
        const address = this.addressIn(block, align);
        const enough = this.fits(run, block, address, this.payloadBytes(size));
        return enough ? super.alloc(size, align) : null;
      }
    }
    return null;
  }
}

export default (pool: Pool): FirstFitList => new NullAlthoughRoomExists(pool);
