import { OffsetSpace } from '../correct/offset-space.js';

export { contract } from '../correct/offset-space.js';

/** Offsets of grants of three bytes are halved once too often. */
class AnswersAFraction extends OffsetSpace {
  override alloc(size: number, align: number): number | null {
    const offset = super.alloc(size, align);
    return offset !== null && size === 3 ? offset + 0.5 : offset;
  }
}

export default (): OffsetSpace => new AnswersAFraction();
