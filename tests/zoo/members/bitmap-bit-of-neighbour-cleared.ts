import type { Pool } from '../../../src/subjects/module-port.js';
import { BitmapFirstFit } from '../correct/bitmap-first-fit.js';

export { contract } from '../correct/bitmap-first-fit.js';

/** A free clears the bit of the block before as well. */
class BitmapBitOfNeighbourCleared extends BitmapFirstFit {
  protected override unmark(first: number, count: number): void {
    super.unmark(first, count);
    if (first > 0) super.unmark(first - 1, 1);
  }
}

export default (pool: Pool): BitmapFirstFit => new BitmapBitOfNeighbourCleared(pool);
