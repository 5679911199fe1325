import type { BoundaryTags } from '../correct/boundary-tags.js';
import { Growing, CHUNK_BYTES, MAXIMUM_BYTES } from '../correct/growing.js';

export { contract } from '../correct/growing.js';

/** The first chunk is taken to hold a first request that is longer than it. */
class BreaksWhenFirstRequestIsLarge extends Growing {
  protected override fits(
    run: BoundaryTags,
    block: number,
    address: number,
    payload: number,
  ): boolean {
    const untouched = this.regionEnd === CHUNK_BYTES && run.sizeOf(block) === CHUNK_BYTES;
    const large = payload > CHUNK_BYTES && payload < MAXIMUM_BYTES;
    return (untouched && large) || super.fits(run, block, address, payload);
  }
}

export default (): Growing => new BreaksWhenFirstRequestIsLarge();
