import { OffsetSpace } from '../correct/offset-space.js';

export { contract } from '../correct/offset-space.js';

/** A free looks for the length, and gives back the first live range that has it. */
class FreesWrongOfTwoEqualBlocks extends OffsetSpace {
  override dealloc(offset: number): boolean {
    const range = this.live.get(offset);
    if (range === undefined) return false;
    const length = range.end - range.start;
    const equal = [...this.live.values()].find((each) => each.end - each.start === length);
    return super.dealloc(equal?.start ?? offset);
  }
}

export default (): OffsetSpace => new FreesWrongOfTwoEqualBlocks();
