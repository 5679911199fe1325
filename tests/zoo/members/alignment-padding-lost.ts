import type { Pool } from '../../../src/subjects/module-port.js';
import { HEADER_BYTES, type BoundaryTags } from '../correct/boundary-tags.js';
import { FirstFitList } from '../correct/first-fit-list.js';

export { reclaimContract as contract } from '../correct/first-fit-list.js';

/** What is skipped to reach an alignment is marked as used, by nobody. */
class AlignmentPaddingLost extends FirstFitList {
  protected override place(
    run: BoundaryTags,
    block: number,
    address: number,
    payload: number,
  ): void {
    super.place(run, block, address, payload);
    const skipped = address - HEADER_BYTES - block;
    if (skipped > 0) run.write(block, skipped, true);
  }
}

export default (pool: Pool): FirstFitList => new AlignmentPaddingLost(pool);
