import type { Pool } from '../../../src/subjects/module-port.js';
import { Bump } from '../correct/bump.js';

export { contract } from '../correct/bump.js';

/** When nothing is left, the answer is the end of the region. */
class ExhaustionReturnsEnd extends Bump {
  override alloc(size: number, align: number): number {
    return super.alloc(size, align) ?? this.end;
  }
}

export default (pool: Pool): Bump => new ExhaustionReturnsEnd(pool);
