import type { Pool } from '../../../src/subjects/module-port.js';
import { BitmapFirstFit } from '../correct/bitmap-first-fit.js';

export { contract } from '../correct/bitmap-first-fit.js';

/** A free of what nobody has is answered with yes. */
class ForeignFreeAccepted extends BitmapFirstFit {
  override dealloc(address: number, size: number): boolean {
    super.dealloc(address, size);
    return true;
  }
}

export default (pool: Pool): BitmapFirstFit => new ForeignFreeAccepted(pool);
