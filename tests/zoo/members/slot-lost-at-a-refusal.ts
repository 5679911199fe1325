import type { Pool } from '../../../src/subjects/module-port.js';
import { SLOT_BYTES, SlotPool } from '../correct/slot-pool.js';

export { contract } from '../correct/slot-pool.js';

/** The slot is taken before the size is looked at, and a refusal does not put it back. */
class SlotLostAtARefusal extends SlotPool {
  override alloc(size: number): number | null {
    if (size <= SLOT_BYTES) return super.alloc(size);
    this.free.shift();
    return null;
  }
}

export default (pool: Pool): SlotPool => new SlotLostAtARefusal(pool);
