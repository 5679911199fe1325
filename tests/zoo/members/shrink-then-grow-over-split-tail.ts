import type { Pool } from '../../../src/subjects/module-port.js';
import { FirstFitList } from '../correct/first-fit-list.js';

export { reclaimContract as contract } from '../correct/first-fit-list.js';

/** A block that was shrunk still counts on the tail that it gave back. */
class ShrinkThenGrowOverSplitTail extends FirstFitList {
  readonly #longest = new Map<number, number>();

  override resizeInPlace(
    address: number,
    oldSize: number,
    newSize: number,
    align: number,
  ): boolean {
    const longest = Math.max(this.#longest.get(address) ?? 0, this.usableSize(address));
    this.#longest.set(address, longest);
    if (super.resizeInPlace(address, oldSize, newSize, align)) return true;
    return newSize <= longest && address % align === 0;
  }

  override dealloc(address: number): boolean {
    this.#longest.delete(address);
    return super.dealloc(address);
  }
}

export default (pool: Pool): FirstFitList => new ShrinkThenGrowOverSplitTail(pool);
