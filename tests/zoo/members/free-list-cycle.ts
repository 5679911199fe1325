import type { Pool } from '../../../src/subjects/module-port.js';
import { Segregated } from '../correct/segregated.js';

export { contract } from '../correct/segregated.js';

/** A slot freed above the head of its list is chained to the head from both sides. */
class FreeListCycle extends Segregated {
  protected override push(slot: number, address: number): void {
    const head = this.heads.get(slot);
    if (head === undefined || head >= address) {
      super.push(slot, address);
      return;
    }
    this.words.setUint32(head, address, true);
    this.words.setUint32(address, head, true);
  }
}

export default (pool: Pool): Segregated => new FreeListCycle(pool);
