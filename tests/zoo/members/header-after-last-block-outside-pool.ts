import type { Pool } from '../../../src/subjects/module-port.js';
import type { BoundaryTags } from '../correct/boundary-tags.js';
import { FirstFitList } from '../correct/first-fit-list.js';

export { reclaimContract as contract } from '../correct/first-fit-list.js';

/** The last block is followed by an end mark, which lies behind the region. */
class HeaderAfterLastBlockOutsidePool extends FirstFitList {
  protected override occupy(run: BoundaryTags, block: number, payload: number, end: number): void {
    super.occupy(run, block, payload, end);
    if (end < run.end) return;
    this.words.setUint32(run.end, 0xdead_beef, true);
    this.words.setUint32(run.end + 4, 0xdead_beef, true);
  }
}

export default (pool: Pool): FirstFitList => new HeaderAfterLastBlockOutsidePool(pool);
