import type { Pool } from '../../../src/subjects/module-port.js';
import { FirstFitList } from '../correct/first-fit-list.js';

export { contract } from '../correct/appending.js';

/** A piece that begins less than a header behind the last one is taken for its continuation. */
class PieceBehindASmallGapJoined extends FirstFitList {
  override append(gap: number, bytes: number): boolean {
    return gap < 8 ? this.extend(gap + bytes) : super.append(gap, bytes);
  }
}

export default (pool: Pool): FirstFitList => new PieceBehindASmallGapJoined(pool);
