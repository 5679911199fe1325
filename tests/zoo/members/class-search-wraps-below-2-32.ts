import type { Pool } from '../../../src/subjects/module-port.js';
import { Tlsf } from '../correct/tlsf.js';

export { contract } from '../correct/tlsf.js';

/** The length of the last class before 2^32, cut in 64 as on 64 bits. */
const CLASS_BYTES = 2 ** 26;

/** Rounded up to a class beyond the table, a size leaves no bits and is served from the first. */
class ClassSearchWrapsBelow2To32 extends Tlsf {
  override alloc(size: number, align: number): number | null {
    const wraps = size < 2 ** 32 && size > 2 ** 32 - CLASS_BYTES && this.lists.some((word) => word);
    return super.alloc(wraps ? 1 : size, align);
  }
}

export default (pool: Pool): Tlsf => new ClassSearchWrapsBelow2To32(pool);
