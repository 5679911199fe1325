import type { Pool } from '../../../src/subjects/module-port.js';
import { HEADER_BYTES } from '../correct/boundary-tags.js';
import { FirstFitList } from '../correct/first-fit-list.js';

export { reclaimContract as contract } from '../correct/first-fit-list.js';

/** A refused request has already cut its header off the longest free block. */
class StateChangedByRefusedRequest extends FirstFitList {
  override alloc(size: number, align: number): number | null {
    const address = super.alloc(size, align);
    if (address === null) this.cutLongest();
    return address;
  }

  private cutLongest(): void {
    const [run] = this.runs;
    const free = run === undefined ? [] : [...run.blocks()].filter((each) => !run.isUsed(each));
    const longest = free.sort((a, b) => (run?.sizeOf(b) ?? 0) - (run?.sizeOf(a) ?? 0)).at(0);
    if (run === undefined || longest === undefined || run.sizeOf(longest) < 2 * HEADER_BYTES)
      return;
    this.place(run, longest, longest + HEADER_BYTES, 0);
  }
}

export default (pool: Pool): FirstFitList => new StateChangedByRefusedRequest(pool);
