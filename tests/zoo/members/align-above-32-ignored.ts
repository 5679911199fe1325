import type { Pool } from '../../../src/subjects/module-port.js';
import { FirstFitList } from '../correct/first-fit-list.js';

export { reclaimContract as contract } from '../correct/first-fit-list.js';

/** Alignments above 32 are taken for 32. */
class AlignAbove32Ignored extends FirstFitList {
  protected override addressIn(block: number, align: number): number {
    return super.addressIn(block, Math.min(align, 32));
  }
}

export default (pool: Pool): FirstFitList => new AlignAbove32Ignored(pool);
