import type { Pool } from '../../../src/subjects/module-port.js';
import { Segregated } from '../correct/segregated.js';

export { contract } from '../correct/segregated.js';

/** The usable size counts eight bytes that are the next slot. */
class UsableSizeIncludesHeader extends Segregated {
  override usableSize(address: number): number {
    return super.usableSize(address) + 8;
  }
}

export default (pool: Pool): Segregated => new UsableSizeIncludesHeader(pool);
