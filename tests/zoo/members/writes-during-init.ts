import type { Pool } from '../../../src/subjects/module-port.js';
import { FirstFitList } from '../correct/first-fit-list.js';

export { reclaimContract as contract } from '../correct/first-fit-list.js';

/** Init leaves a mark behind the end of the region. */
class WritesDuringInit extends FirstFitList {
  constructor(pool: Pool) {
    super(pool);
    this.words.setUint32(this.regionEnd, 0xdead_beef, true);
  }
}

export default (pool: Pool): FirstFitList => new WritesDuringInit(pool);
