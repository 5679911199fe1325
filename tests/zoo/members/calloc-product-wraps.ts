import type { Pool } from '../../../src/subjects/module-port.js';
import { FirstFitList } from '../correct/first-fit-list.js';

export { reclaimContract as contract } from '../correct/first-fit-list.js';

/** Count and size are multiplied in 32 bits. */
class CallocProductWraps extends FirstFitList {
  override allocArray(count: number, size: number): number | null {
    return this.allocZeroed(Math.imul(count, size) >>> 0, 1);
  }
}

export default (pool: Pool): FirstFitList => new CallocProductWraps(pool);
