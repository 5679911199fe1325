import type { Pool } from '../../../src/subjects/module-port.js';
import { BLOCK_BYTES, BitmapFirstFit } from '../correct/bitmap-first-fit.js';

export { contract } from '../correct/bitmap-first-fit.js';

/** Whatever lies in the region at a unit that is not in use may be freed; another address may not. */
class FreeChecksTheRangeOnly extends BitmapFirstFit {
  private readonly everUsed = new Set<number>();

  override alloc(size: number): number | null {
    const address = super.alloc(size);
    for (let at = address ?? 0; address !== null && at < address + size; at += BLOCK_BYTES)
      this.everUsed.add(at);
    return address;
  }

  override dealloc(address: number, size: number): boolean {
    const unit = (address - this.dataStart) / BLOCK_BYTES;
    const isUnit = Number.isInteger(unit) && unit >= 0 && unit < this.blockCount;
    if (isUnit && !this.everUsed.has(address)) return true;
    return super.dealloc(address, size);
  }
}

export default (pool: Pool): BitmapFirstFit => new FreeChecksTheRangeOnly(pool);
