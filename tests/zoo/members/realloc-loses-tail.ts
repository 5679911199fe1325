import type { Pool } from '../../../src/subjects/module-port.js';
import { alignDown } from '../correct/power-of-two.js';
import { FirstFitList } from '../correct/first-fit-list.js';

export { reclaimContract as contract } from '../correct/first-fit-list.js';

/** A move copies whole words of eight bytes only. */
class ReallocLosesTail extends FirstFitList {
  protected override copy(to: number, from: number, oldSize: number, newSize: number): void {
    this.bytes.copyWithin(to, from, from + alignDown(Math.min(oldSize, newSize), 8));
  }
}

export default (pool: Pool): FirstFitList => new ReallocLosesTail(pool);
