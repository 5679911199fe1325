import type { Pool } from '../../../src/subjects/module-port.js';
import { Tlsf, NONE } from '../correct/tlsf.js';

export { contract } from '../correct/tlsf.js';

/** A request takes the head of its own list, which may be shorter than it. */
class TlsfSkipsSizeRounding extends Tlsf {
  protected override findBlock(bytes: number): number {
    const own = this.heads[this.indexOf(bytes)];
    return own === NONE ? super.findBlock(bytes) : own;
  }
}

export default (pool: Pool): Tlsf => new TlsfSkipsSizeRounding(pool);
