import type { Pool } from '../../../src/subjects/module-port.js';
import { HEADER_BYTES } from '../correct/boundary-tags.js';
import { FirstFitList } from '../correct/first-fit-list.js';

export { reclaimContract as contract } from '../correct/first-fit-list.js';

/** A resize in place is granted although the neighbour is live; realloc does it right. */
class ResizeInPlaceSaysYes extends FirstFitList {
  override resizeInPlace(
    address: number,
    oldSize: number,
    newSize: number,
    align: number,
  ): boolean {
    if (super.resizeInPlace(address, oldSize, newSize, align)) return true;
    const found = this.findUsed(address);
    if (found === undefined) return false;
    const next = found.run.after(found.block);
    const end = address + newSize;
    return next < found.run.end && end > next + HEADER_BYTES && end <= found.run.after(next);
  }

  override realloc(
    address: number | null,
    oldSize: number,
    newSize: number,
    align: number,
  ): number | null {
    if (address === null || newSize === 0) return super.realloc(address, oldSize, newSize, align);
    if (super.resizeInPlace(address, oldSize, newSize, align)) return address;
    return this.move(address, oldSize, newSize, align);
  }
}

export default (pool: Pool): FirstFitList => new ResizeInPlaceSaysYes(pool);
