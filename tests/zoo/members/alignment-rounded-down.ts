import type { ContractInput } from '../../../src/contract/document/contract-schema.js';
import type { Pool } from '../../../src/subjects/module-port.js';
import { alignDown } from '../correct/power-of-two.js';
import { Bump, contract as arena } from '../correct/bump.js';

/** The cursor is rounded down to the alignment, into the grant before. */
class AlignmentRoundedDown extends Bump {
  protected override startFor(align: number): number {
    return alignDown(this.cursor, align);
  }
}

/** Bases are aligned, so that rounding down never leaves the region. */
export const contract: ContractInput = {
  ...arena,
  region: { ...arena.region, baseAlign: 4_096 },
};

export default (pool: Pool): Bump => new AlignmentRoundedDown(pool);
