import type { Pool } from '../../../src/subjects/module-port.js';
import { SlotPool } from '../correct/slot-pool.js';

export { contract } from '../correct/slot-pool.js';

/** A counter of eight bits says how many slots wait to be listed: once it wraps, one is forgotten. */
class SlotLostIn256Frees extends SlotPool {
  #frees = 0;

  override dealloc(address: number): boolean {
    if (!super.dealloc(address)) return false;
    this.#frees = (this.#frees + 1) & 255;
    if (this.#frees === 0) this.free.pop();
    return true;
  }
}

export default (pool: Pool): SlotPool => new SlotLostIn256Frees(pool);
