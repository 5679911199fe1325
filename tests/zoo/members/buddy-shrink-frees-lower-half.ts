import type { Pool } from '../../../src/subjects/module-port.js';
import { Buddy } from '../correct/buddy.js';

export { contract } from '../correct/buddy.js';

/** A block that shrinks keeps its lower part and gives that back as well, in place of the upper. */
class BuddyShrinkFreesLowerHalf extends Buddy {
  override resizeInPlace(
    address: number,
    oldSize: number,
    newSize: number,
    align: number,
  ): boolean {
    const before = this.live.get(address) ?? 0;
    if (!super.resizeInPlace(address, oldSize, newSize, align)) return false;
    const bytes = this.live.get(address) ?? 0;
    if (bytes === before) return true;
    this.free.delete(address + bytes);
    this.free.set(address, bytes);
    return true;
  }
}

export default (pool: Pool): Buddy => new BuddyShrinkFreesLowerHalf(pool);
