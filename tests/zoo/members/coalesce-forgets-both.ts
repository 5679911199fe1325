import type { Pool } from '../../../src/subjects/module-port.js';
import { FirstFitList } from '../correct/first-fit-list.js';

export { reclaimContract as contract } from '../correct/first-fit-list.js';

/** Free blocks never join. */
class CoalesceForgetsBoth extends FirstFitList {
  protected override coalesceLeft(): void {
    // Forgotten.
  }

  protected override coalesceRight(): void {
    // Forgotten.
  }
}

export default (pool: Pool): FirstFitList => new CoalesceForgetsBoth(pool);
