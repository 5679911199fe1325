import { CommittedSpace } from '../correct/committed-space.js';

export { contract } from '../correct/committed-space.js';

/** A block that shrinks by half or more is put back as what is left of it; the rest is on no list. */
class ShrinkInPlaceForgetsTheTail extends CommittedSpace {
  override resizeInPlace(
    address: number,
    oldSize: number,
    newSize: number,
    align: number,
  ): boolean {
    if (!super.resizeInPlace(address, oldSize, newSize, align)) return false;
    this.live.set(address, this.blockBytes(newSize, align));
    return true;
  }
}

export default (): CommittedSpace => new ShrinkInPlaceForgetsTheTail();
