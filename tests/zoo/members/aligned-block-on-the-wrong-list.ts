import { CommittedSpace } from '../correct/committed-space.js';

export { contract } from '../correct/committed-space.js';

/** A free looks at the size alone, so a block that is long for its alignment goes to a shorter list. */
class AlignedBlockOnTheWrongList extends CommittedSpace {
  override alloc(size: number, align: number): number | null {
    const address = super.alloc(size, align);
    if (address !== null) this.live.set(address, this.blockBytes(size, 1));
    return address;
  }
}

export default (): CommittedSpace => new AlignedBlockOnTheWrongList();
