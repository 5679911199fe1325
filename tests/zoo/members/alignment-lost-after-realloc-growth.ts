import type { Pool } from '../../../src/subjects/module-port.js';
import { Sliding } from '../correct/sliding.js';

export { contract } from '../correct/sliding.js';

/** A block that slides to the left forgets its alignment. */
class AlignmentLostAfterReallocGrowth extends Sliding {
  protected override isAligned(): boolean {
    return true;
  }
}

export default (pool: Pool): Sliding => new AlignmentLostAfterReallocGrowth(pool);
