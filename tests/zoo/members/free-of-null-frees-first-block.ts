import type { Pool } from '../../../src/subjects/module-port.js';
import { HEADER_BYTES } from '../correct/boundary-tags.js';
import { FirstFitList } from '../correct/first-fit-list.js';

export { reclaimContract as contract } from '../correct/first-fit-list.js';

/** Null is taken for the first block. */
class FreeOfNullFreesFirstBlock extends FirstFitList {
  override deallocNull(): void {
    for (const run of this.runs) this.dealloc(run.start + HEADER_BYTES);
  }
}

export default (pool: Pool): FirstFitList => new FreeOfNullFreesFirstBlock(pool);
