import type { Pool } from '../../../src/subjects/module-port.js';
import { Sliding } from '../correct/sliding.js';

export { contract } from '../correct/sliding.js';

/** A slide to the left copies the last byte first, over bytes that are still to be read. */
class SlideCopiesBackwards extends Sliding {
  protected override copy(to: number, from: number, oldSize: number, newSize: number): void {
    for (let offset = Math.min(oldSize, newSize) - 1; offset >= 0; offset--) {
      this.bytes[to + offset] = this.bytes[from + offset];
    }
  }
}

export default (pool: Pool): Sliding => new SlideCopiesBackwards(pool);
