import type { Pool } from '../../../src/subjects/module-port.js';
import type { BoundaryTags } from '../correct/boundary-tags.js';
import { FirstFitList } from '../correct/first-fit-list.js';

export { reclaimContract as contract } from '../correct/first-fit-list.js';

/** A free leaves its length as a footer, in the last bytes of the live block before it. */
class MetadataWrittenIntoLiveBlock extends FirstFitList {
  protected override release(run: BoundaryTags, block: number): void {
    const left = run.before(block);
    if (left !== undefined && run.isUsed(left)) {
      this.words.setUint32(block - 4, run.sizeOf(block), true);
    }
    super.release(run, block);
  }
}

export default (pool: Pool): FirstFitList => new MetadataWrittenIntoLiveBlock(pool);
