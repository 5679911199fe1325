import type { Pool } from '../../../src/subjects/module-port.js';
import { BitmapFirstFit } from '../correct/bitmap-first-fit.js';

export { contract } from '../correct/bitmap-first-fit.js';

/** Only the two ends of a run are looked at, so that a live block may lie inside. */
class EnclosingOverlap extends BitmapFirstFit {
  protected override findRun(count: number): number | null {
    for (let first = 0; first + count <= this.blockCount; first++) {
      if (!this.isMarked(first) && !this.isMarked(first + count - 1)) return first;
    }
    return null;
  }
}

export default (pool: Pool): BitmapFirstFit => new EnclosingOverlap(pool);
