import type { Pool } from '../../../src/subjects/module-port.js';
import { HEADER_BYTES, type BoundaryTags } from '../correct/boundary-tags.js';
import { FirstFitList } from '../correct/first-fit-list.js';

export { reclaimContract as contract } from '../correct/first-fit-list.js';

/** The last block is taken to be one header longer than it is. */
class LastByteBeyondRegion extends FirstFitList {
  protected override fits(
    run: BoundaryTags,
    block: number,
    address: number,
    payload: number,
  ): boolean {
    const slack = run.after(block) === run.end ? HEADER_BYTES : 0;
    return address + payload <= run.after(block) + slack;
  }
}

export default (pool: Pool): FirstFitList => new LastByteBeyondRegion(pool);
