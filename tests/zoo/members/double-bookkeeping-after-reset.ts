import type { Pool } from '../../../src/subjects/module-port.js';
import { Segregated } from '../correct/segregated.js';

export { contract } from '../correct/segregated.js';

/** A reset forgets which slabs are taken, but not the slots that are free in them. */
class DoubleBookkeepingAfterReset extends Segregated {
  override reset(): void {
    this.live.clear();
    this.rewind();
  }
}

export default (pool: Pool): Segregated => new DoubleBookkeepingAfterReset(pool);
