import type { Pool } from '../../../src/subjects/module-port.js';
import { FirstFitList } from '../correct/first-fit-list.js';

export { reclaimContract as contract } from '../correct/first-fit-list.js';

/** Bytes that were never granted are taken to be zero, whatever the region held. */
class TrustsFreshBytesToBeZero extends FirstFitList {
  #touchedEnd = 0;

  override alloc(size: number, align: number): number | null {
    const address = super.alloc(size, align);
    if (address !== null) this.#touchedEnd = Math.max(this.#touchedEnd, address + size);
    return address;
  }

  override allocZeroed(size: number, align: number): number | null {
    const touchedEnd = this.#touchedEnd;
    const address = this.alloc(size, align);
    if (address !== null) this.bytes.fill(0, address, Math.min(touchedEnd, address + size));
    return address;
  }
}

export default (pool: Pool): FirstFitList => new TrustsFreshBytesToBeZero(pool);
