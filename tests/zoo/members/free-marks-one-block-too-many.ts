import type { Pool } from '../../../src/subjects/module-port.js';
import { BitmapFirstFit } from '../correct/bitmap-first-fit.js';

export { contract } from '../correct/bitmap-first-fit.js';

/** A free clears the bit of the block behind as well. */
class FreeMarksOneBlockTooMany extends BitmapFirstFit {
  protected override unmark(first: number, count: number): void {
    super.unmark(first, Math.min(count + 1, this.blockCount - first));
  }
}

export default (pool: Pool): BitmapFirstFit => new FreeMarksOneBlockTooMany(pool);
