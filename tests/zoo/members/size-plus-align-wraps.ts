import type { Pool } from '../../../src/subjects/module-port.js';
import { Bump } from '../correct/bump.js';

export { contract } from '../correct/bump.js';

/** Padding and size are added in 32 bits. */
class SizePlusAlignWraps extends Bump {
  override alloc(size: number, align: number): number | null {
    const address = this.startFor(align);
    if (size === 0) return super.alloc(0, align);
    if ((address - this.cursor + size) >>> 0 > this.end - this.cursor) return null;
    this.cursor = address + size;
    return address;
  }
}

export default (pool: Pool): Bump => new SizePlusAlignWraps(pool);
