import type { Pool } from '../../../src/subjects/module-port.js';
import { HEADER_BYTES } from '../correct/boundary-tags.js';
import { Tlsf } from '../correct/tlsf.js';

export { contract } from '../correct/tlsf.js';

/** A free block on the right becomes part of the one that is freed, and stays in its list. */
class TlsfMergedBlockStaysListed extends Tlsf {
  override dealloc(address: number): void {
    const block = address - HEADER_BYTES;
    const next = this.run.after(block);
    const listed = this.run.freeFollows(block) ? this.run.sizeOf(next) : 0;
    super.dealloc(address);
    if (listed > 0) this.enlist(next, listed);
  }
}

export default (pool: Pool): Tlsf => new TlsfMergedBlockStaysListed(pool);
