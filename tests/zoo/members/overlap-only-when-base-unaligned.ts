import type { Pool } from '../../../src/subjects/module-port.js';
import { alignUp } from '../correct/power-of-two.js';
import { Bump } from '../correct/bump.js';

export { contract } from '../correct/bump.js';

/** The cursor advances as if the base were aligned. */
class OverlapOnlyWhenBaseUnaligned extends Bump {
  override alloc(size: number, align: number): number | null {
    const used = this.cursor - this.base;
    const address = super.alloc(size, align);
    if (address !== null && size > 0) this.cursor = this.base + alignUp(used, align) + size;
    return address;
  }
}

export default (pool: Pool): Bump => new OverlapOnlyWhenBaseUnaligned(pool);
