import type { Pool } from '../../../src/subjects/module-port.js';
import { FirstFitList } from '../correct/first-fit-list.js';

export { reclaimContract as contract } from '../correct/first-fit-list.js';

/** Bytes that calloc has zeroed once are taken to be zero ever after, whoever wrote to them since. */
class CallocTrustsWhatItOnceZeroed extends FirstFitList {
  readonly #zeroed = new Map<number, number>();

  override allocZeroed(size: number, align: number): number | null {
    const address = this.alloc(size, align);
    if (address === null || (this.#zeroed.get(address) ?? 0) >= size) return address;
    this.bytes.fill(0, address, address + size);
    this.#zeroed.set(address, size);
    return address;
  }
}

export default (pool: Pool): FirstFitList => new CallocTrustsWhatItOnceZeroed(pool);
