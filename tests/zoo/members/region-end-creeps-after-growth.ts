import type { Pool } from '../../../src/subjects/module-port.js';
import { HEADER_BYTES } from '../correct/boundary-tags.js';
import { FirstFitList } from '../correct/first-fit-list.js';

export { reclaimContract as contract } from '../correct/first-fit-list.js';

/** Each growth counts one more header than there is. */
class RegionEndCreepsAfterGrowth extends FirstFitList {
  override extend(bytes: number): boolean {
    const run = this.runs.at(-1);
    const end = run?.end ?? 0;
    if (!super.extend(bytes)) return false;
    run?.grow(end + bytes + HEADER_BYTES);
    return true;
  }
}

export default (pool: Pool): FirstFitList => new RegionEndCreepsAfterGrowth(pool);
