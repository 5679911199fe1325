import type { Pool } from '../../../src/subjects/module-port.js';
import { FirstFitList } from '../correct/first-fit-list.js';

export { reclaimContract as contract } from '../correct/first-fit-list.js';

/** A request for nothing is answered with the block granted last. */
class ZeroSizeSharesAddress extends FirstFitList {
  #latest = 0;

  override alloc(size: number, align: number): number | null {
    const shared = this.findUsed(this.#latest) !== undefined && this.#latest % align === 0;
    if (size === 0 && shared) return this.#latest;
    const address = super.alloc(size, align);
    if (address !== null) this.#latest = address;
    return address;
  }
}

export default (pool: Pool): FirstFitList => new ZeroSizeSharesAddress(pool);
