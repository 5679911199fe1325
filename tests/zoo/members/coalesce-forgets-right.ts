import type { Pool } from '../../../src/subjects/module-port.js';
import { FirstFitList } from '../correct/first-fit-list.js';

export { reclaimContract as contract } from '../correct/first-fit-list.js';

/** A freed block never joins the free block behind it. */
class CoalesceForgetsRight extends FirstFitList {
  protected override coalesceRight(): void {
    // Forgotten.
  }
}

export default (pool: Pool): FirstFitList => new CoalesceForgetsRight(pool);
