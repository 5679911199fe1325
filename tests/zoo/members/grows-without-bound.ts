import { Growing, CHUNK_BYTES, MAXIMUM_BYTES } from '../correct/growing.js';

export { contract } from '../correct/growing.js';

/** Growth for a request above a chunk doubles until the maximum forbids it. */
class GrowsWithoutBound extends Growing {
  protected override growFor(size: number, align: number): boolean {
    if (size < CHUNK_BYTES) return super.growFor(size, align);
    if (size > MAXIMUM_BYTES) return false;
    while (this.growTo(2 * this.regionEnd));
    return true;
  }
}

export default (): Growing => new GrowsWithoutBound();
