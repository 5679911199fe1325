import type { Pool } from '../../../src/subjects/module-port.js';
import type { BoundaryTags } from '../correct/boundary-tags.js';
import { FirstFitList } from '../correct/first-fit-list.js';

export { reclaimContract as contract } from '../correct/first-fit-list.js';

/** A block freed between two free ones joins the right one and forgets the left one. */
class LosesOneHoleAmongPermutedFrees extends FirstFitList {
  protected override release(run: BoundaryTags, block: number): void {
    const left = run.before(block);
    const between = left !== undefined && !run.isUsed(left) && run.freeFollows(block);
    if (!between) {
      super.release(run, block);
      return;
    }
    run.write(block, run.sizeOf(block), false);
    this.coalesceRight(run, block);
    run.write(left, run.sizeOf(left), true);
  }
}

export default (pool: Pool): FirstFitList => new LosesOneHoleAmongPermutedFrees(pool);
