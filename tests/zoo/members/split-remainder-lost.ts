import type { Pool } from '../../../src/subjects/module-port.js';
import { HEADER_BYTES, type BoundaryTags } from '../correct/boundary-tags.js';
import { FirstFitList } from '../correct/first-fit-list.js';

export { contract } from '../correct/first-fit-list.js';

/** What is left of a split block is marked as used, by nobody. */
class SplitRemainderLost extends FirstFitList {
  protected override occupy(run: BoundaryTags, block: number, payload: number, end: number): void {
    const rest = block + HEADER_BYTES + payload;
    run.write(block, rest - block, true);
    if (rest < end) run.write(rest, end - rest, true);
  }
}

export default (pool: Pool): FirstFitList => new SplitRemainderLost(pool);
