import type { Pool } from '../../../src/subjects/module-port.js';
import { Segregated, SLAB_BYTES } from '../correct/segregated.js';

export { contract } from '../correct/segregated.js';

/** Sizes up to an eighth above a power of two get a slot of that power. */
class SlotTooShortJustAboveAPower extends Segregated {
  protected override slotBytes(size: number, align: number): number {
    const slot = super.slotBytes(size, align);
    const half = slot / 2;
    return size > half && size <= half + half / 8 && align <= half && slot <= SLAB_BYTES
      ? half
      : slot;
  }
}

export default (pool: Pool): Segregated => new SlotTooShortJustAboveAPower(pool);
