import { LiveBits } from '../core/live-bits.js';

/**
 * The fast judge's book of what is live, by the step that first granted it, in flat arrays beside
 * the bits. An allocation keeps its number through realloc.
 */
export class LiveLedger {
  readonly bits: LiveBits;
  start = new Float64Array(1024);
  /** Bytes marked live; -1 where the allocation is not live. */
  marked = new Float64Array(1024);
  requested = new Float64Array(1024);
  liveBytes = 0;
  peakBytes = 0;
  grantedBytes = 0;

  constructor(granuleLog2: number) {
    this.bits = new LiveBits(granuleLog2);
  }

  /** Makes room for an execution of so many steps. */
  begin(steps: number): void {
    this.liveBytes = this.peakBytes = this.grantedBytes = 0;
    if (this.start.length >= steps) return;
    this.start = new Float64Array(steps * 2);
    this.marked = new Float64Array(steps * 2);
    this.requested = new Float64Array(steps * 2);
  }

  hold(allocation: number, address: number, marked: number, bytes: number): void {
    this.start[allocation] = address;
    this.marked[allocation] = marked;
    this.requested[allocation] = bytes;
    this.liveBytes += bytes;
    this.grantedBytes += bytes;
    if (this.liveBytes > this.peakBytes) this.peakBytes = this.liveBytes;
  }

  release(allocation: number): void {
    const marked = this.marked[allocation];
    if (marked < 0) return;
    if (marked > 0) this.bits.remove(this.start[allocation], this.start[allocation] + marked);
    this.marked[allocation] = -1;
    this.liveBytes -= this.requested[allocation];
  }

  /** Lets a live range grow to the usable length; false where another live range is in the way. */
  extend(allocation: number, usable: number): boolean {
    const start = this.start[allocation];
    const granule = 2 ** this.bits.granuleLog2;
    const from = Math.ceil((start + this.marked[allocation]) / granule) * granule;
    if (from >= start + usable) return true;
    if (!this.bits.insert(from, start + usable)) return false;
    this.marked[allocation] = usable;
    return true;
  }

  /** Everything that was held is let go. */
  forgetAll(): void {
    this.bits.clear();
    this.liveBytes = 0;
  }
}
