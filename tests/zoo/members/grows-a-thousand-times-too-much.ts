import { Growing, MAXIMUM_BYTES } from '../correct/growing.js';

export { contract } from '../correct/growing.js';

/** Bytes are taken for kilobytes when the memory grows. */
class GrowsAThousandTimesTooMuch extends Growing {
  protected override growTo(end: number): boolean {
    const wanted = this.regionEnd + 1_000 * (end - this.regionEnd);
    return super.growTo(Math.max(end, Math.min(wanted, MAXIMUM_BYTES)));
  }
}

export default (): Growing => new GrowsAThousandTimesTooMuch();
