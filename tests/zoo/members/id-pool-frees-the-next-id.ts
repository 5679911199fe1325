import type { Pool } from '../../../src/subjects/module-port.js';
import { BLOCK_BYTES, BitmapFirstFit } from '../correct/bitmap-first-fit.js';

export { contract } from '../correct/bitmap-first-fit.js';

/** A free is checked against the number of units given out so far, and one too many passes. */
class IdPoolFreesTheNextId extends BitmapFirstFit {
  private next = 0;

  override alloc(size: number): number | null {
    const address = super.alloc(size);
    const end = address === null ? 0 : address + Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES;
    this.next = Math.max(this.next, end);
    return address;
  }

  override dealloc(address: number, size: number): boolean {
    const end = this.dataStart + this.blockCount * BLOCK_BYTES;
    const isNext = this.next > 0 && this.next < end && address === this.next;
    return isNext || super.dealloc(address, size);
  }
}

export default (pool: Pool): BitmapFirstFit => new IdPoolFreesTheNextId(pool);
