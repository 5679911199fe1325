import type { Pool } from '../../../src/subjects/module-port.js';
import { FirstFitList } from '../correct/first-fit-list.js';

export { reclaimContract as contract } from '../correct/first-fit-list.js';

/** The table of classes ends at 2^30; of the last class each power of two is cut in 32. */
const TABLE_END = 2 ** 30;
const CLASS_BYTES = TABLE_END / 2 / 32;

/**
 * What is rounded up to the end of the table is searched for behind it, where the address of the block
 * used last stands, once there is one.
 */
class ClassBehindTheTableBelow2To30 extends FirstFitList {
  private usedLast: number | null = null;

  override alloc(size: number, align: number): number | null {
    const isBehind = size < TABLE_END && size > TABLE_END - CLASS_BYTES;
    if (isBehind && this.usedLast !== null) return this.usedLast;
    const address = super.alloc(size, align);
    this.usedLast = address ?? this.usedLast;
    return address;
  }
}

export default (pool: Pool): FirstFitList => new ClassBehindTheTableBelow2To30(pool);
