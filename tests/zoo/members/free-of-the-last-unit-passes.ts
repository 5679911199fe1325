import type { Pool } from '../../../src/subjects/module-port.js';
import { BLOCK_BYTES, BitmapFirstFit } from '../correct/bitmap-first-fit.js';

export { contract } from '../correct/bitmap-first-fit.js';

/** The sentinel in the last unit counts as a block in use until a real one has been there. */
class FreeOfTheLastUnitPasses extends BitmapFirstFit {
  private hasSentinel = true;

  override alloc(size: number): number | null {
    const address = super.alloc(size);
    if (this.blockCount > 0 && this.isMarked(this.blockCount - 1)) this.hasSentinel = false;
    return address;
  }

  override dealloc(address: number, size: number): boolean {
    const last = this.dataStart + (this.blockCount - 1) * BLOCK_BYTES;
    const isLast = this.blockCount > 0 && address >= last && address < last + BLOCK_BYTES;
    return (this.hasSentinel && isLast) || super.dealloc(address, size);
  }
}

export default (pool: Pool): BitmapFirstFit => new FreeOfTheLastUnitPasses(pool);
