import { OffsetSpace, type Range } from '../correct/offset-space.js';

export { contract } from '../correct/offset-space.js';

/** A freed range joins the next hole, whatever lies between. */
class CoalescesOverALiveBlock extends OffsetSpace {
  protected override giveBack(range: Range): void {
    const next = this.free.find((hole) => hole.start >= range.end);
    super.giveBack({ start: range.start, end: next?.start ?? range.end });
  }
}

export default (): OffsetSpace => new CoalescesOverALiveBlock();
