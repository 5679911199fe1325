import { CommittedSpace } from '../correct/committed-space.js';

export { contract } from '../correct/committed-space.js';

/** A note of 442 bytes is made of every free and never given back. */
class Keeps442BytesOfEachPair extends CommittedSpace {
  #notedBytes = 0;

  override footprint(): number {
    return super.footprint() + this.#notedBytes;
  }

  protected override recycle(address: number, bytes: number): void {
    super.recycle(address, bytes);
    this.#notedBytes += 442;
  }
}

export default (): CommittedSpace => new Keeps442BytesOfEachPair();
