import { Growing, CHUNK_BYTES, MAXIMUM_BYTES } from '../correct/growing.js';

export { contract } from '../correct/growing.js';

/** Growth goes on until the new chunk alone could hold the request, which it never can. */
class GrowsWithoutBound extends Growing {
  protected override growFor(size: number, align: number): boolean {
    if (size < CHUNK_BYTES) return super.growFor(size, align);
    if (size > MAXIMUM_BYTES) return false;
    while (this.growTo(this.regionEnd + CHUNK_BYTES));
    return true;
  }
}

export default (): Growing => new GrowsWithoutBound();
