import type { Pool } from '../../../src/subjects/module-port.js';
import { BitmapFirstFit } from '../correct/bitmap-first-fit.js';

export { reclaimContract as contract } from '../correct/bitmap-first-fit.js';

/** A fresh bitmap is taken to be zero already. */
class DirtyRegionAssumption extends BitmapFirstFit {
  override reset(): void {
    super.reset();
    this.bytes.fill(0, this.base, this.dataStart);
  }

  protected override clearBitmap(): void {
    // Taken for granted.
  }
}

export default (pool: Pool): BitmapFirstFit => new DirtyRegionAssumption(pool);
