import { OffsetSpace } from '../correct/offset-space.js';

export { contract } from '../correct/offset-space.js';

/** A table of twelve entries wraps: one live block more gets the address of the oldest. */
class ThirteenthLiveBlock extends OffsetSpace {
  override alloc(size: number, align: number): number | null {
    const offset = super.alloc(size, align);
    const [oldest] = this.live.keys();
    const wraps = offset !== null && this.live.size > 12 && oldest !== undefined;
    return wraps && oldest % align === 0 ? oldest : offset;
  }
}

export default (): OffsetSpace => new ThirteenthLiveBlock();
