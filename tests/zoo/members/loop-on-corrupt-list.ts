import type { Pool } from '../../../src/subjects/module-port.js';
import type { BoundaryTags } from '../correct/boundary-tags.js';
import { FirstFitList } from '../correct/first-fit-list.js';

export { reclaimContract as contract } from '../correct/first-fit-list.js';

/** An exact fit leaves a free block of length 0 over the next header; a walk never passes it. */
class LoopOnCorruptList extends FirstFitList {
  protected override occupy(run: BoundaryTags, block: number, payload: number, end: number): void {
    super.occupy(run, block, payload, end);
    if (run.after(block) === end && end < run.end) run.write(end, 0, false);
  }
}

export default (pool: Pool): FirstFitList => new LoopOnCorruptList(pool);
