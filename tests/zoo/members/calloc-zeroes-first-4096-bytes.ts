import type { Pool } from '../../../src/subjects/module-port.js';
import { FirstFitList } from '../correct/first-fit-list.js';

export { reclaimContract as contract } from '../correct/first-fit-list.js';

/** Only the first page is zeroed. */
class CallocZeroesFirst4096Bytes extends FirstFitList {
  override allocZeroed(size: number, align: number): number | null {
    const address = this.alloc(size, align);
    if (address !== null) this.bytes.fill(0, address, address + Math.min(size, 4_096));
    return address;
  }
}

export default (pool: Pool): FirstFitList => new CallocZeroesFirst4096Bytes(pool);
