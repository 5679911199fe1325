import { OffsetSpace, type Range } from '../correct/offset-space.js';

export { contract } from '../correct/offset-space.js';

/** A hole of exactly the size is taken to be too short. */
class ExactFitOffByOne extends OffsetSpace {
  protected override fits(hole: Range, size: number, align: number): boolean {
    return super.fits(hole, size + 1, align);
  }
}

export default (): OffsetSpace => new ExactFitOffByOne();
