import type { Pool } from '../../../src/subjects/module-port.js';
import { FirstFitList } from '../correct/first-fit-list.js';

export { reclaimContract as contract } from '../correct/first-fit-list.js';

/** A move asks for no alignment. */
class ReallocDropsAlignment extends FirstFitList {
  protected override move(address: number, oldSize: number, newSize: number): number | null {
    return super.move(address, oldSize, newSize, 1);
  }
}

export default (pool: Pool): FirstFitList => new ReallocDropsAlignment(pool);
