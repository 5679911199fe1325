import type { Pool } from '../../../src/subjects/module-port.js';
import { FirstFitList } from '../correct/first-fit-list.js';
import { alignUp } from '../correct/power-of-two.js';

export { reclaimContract as contract } from '../correct/first-fit-list.js';

/** A resize in place rounds to 4, and gives back a rest of 4 bytes with a header of 8. */
class ShrinkSplitsOffLessThanAHeader extends FirstFitList {
  #resizing = false;

  override resizeInPlace(
    address: number,
    oldSize: number,
    newSize: number,
    align: number,
  ): boolean {
    this.#resizing = true;
    const done = super.resizeInPlace(address, oldSize, newSize, align);
    this.#resizing = false;
    return done;
  }

  protected override payloadBytes(size: number): number {
    return this.#resizing ? alignUp(Math.max(size, 1), 4) : super.payloadBytes(size);
  }
}

export default (pool: Pool): FirstFitList => new ShrinkSplitsOffLessThanAHeader(pool);
