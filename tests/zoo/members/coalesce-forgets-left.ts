import type { Pool } from '../../../src/subjects/module-port.js';
import { FirstFitList } from '../correct/first-fit-list.js';

export { reclaimContract as contract } from '../correct/first-fit-list.js';

/** A freed block never joins the free block before it. */
class CoalesceForgetsLeft extends FirstFitList {
  protected override coalesceLeft(): void {
    // Forgotten.
  }
}

export default (pool: Pool): FirstFitList => new CoalesceForgetsLeft(pool);
