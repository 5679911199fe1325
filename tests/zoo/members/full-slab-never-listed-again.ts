import type { Pool } from '../../../src/subjects/module-port.js';
import { NONE, Segregated } from '../correct/segregated.js';

export { contract } from '../correct/segregated.js';

/** A slot that comes back to a slab of which every slot was taken is forgotten with its slab. */
class FullSlabNeverListedAgain extends Segregated {
  override dealloc(address: number): boolean {
    const slot = this.live.get(address) ?? 0;
    const listed = this.headOf(slot);
    if (!super.dealloc(address)) return false;
    if (listed === NONE) this.heads.set(slot, NONE);
    return true;
  }
}

export default (pool: Pool): Segregated => new FullSlabNeverListedAgain(pool);
