import type { Pool } from '../../../src/subjects/module-port.js';
import { FirstFitList } from '../correct/first-fit-list.js';

export { reclaimContract as contract } from '../correct/first-fit-list.js';

/** A region that grows by less than a header gets one all the same. */
class ExtendSmallerThanAHeader extends FirstFitList {
  override extend(bytes: number): boolean {
    const run = this.runs.at(-1);
    const end = run?.end ?? 0;
    if (!super.extend(bytes)) return false;
    if (bytes === 0 || run?.end !== end) return true;
    this.words.setUint32(end, 0xdead_beef, true);
    this.words.setUint32(end + 4, 0xdead_beef, true);
    return true;
  }
}

export default (pool: Pool): FirstFitList => new ExtendSmallerThanAHeader(pool);
