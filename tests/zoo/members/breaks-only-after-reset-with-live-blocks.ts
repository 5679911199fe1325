import { OffsetSpace } from '../correct/offset-space.js';

export { contract } from '../correct/offset-space.js';

/** A reset gives back what was live, after everything was given back already. */
class BreaksOnlyAfterResetWithLiveBlocks extends OffsetSpace {
  override reset(): void {
    const ranges = [...this.live.values()];
    super.reset();
    this.free.push(...ranges);
  }
}

export default (): OffsetSpace => new BreaksOnlyAfterResetWithLiveBlocks();
