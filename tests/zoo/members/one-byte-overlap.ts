import { OffsetSpace } from '../correct/offset-space.js';

export { contract } from '../correct/offset-space.js';

/** A grant of more than one byte takes one byte less than was asked. */
class OneByteOverlap extends OffsetSpace {
  protected override lengthOf(size: number): number {
    return Math.max(1, size - 1);
  }
}

export default (): OffsetSpace => new OneByteOverlap();
