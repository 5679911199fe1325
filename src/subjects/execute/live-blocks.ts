/**
 * The executor's own book of what it holds, in flat arrays by slot; a slot is the order of the first
 * grant. It says what a reference means and what may be written to; it judges nothing.
 */
export class LiveBlocks {
  address: Float64Array;
  /** Requested bytes. */
  size: Float64Array;
  /** Bytes that hold the pattern: size, or the usable length; 0 where nothing was written. */
  written: Float64Array;
  alignLog2: Uint8Array;
  /** Step that first granted it. */
  allocation: Int32Array;
  generation: Int32Array;
  /** First word of its pattern. */
  pattern: Int32Array;
  /** Slots that are live, unordered. */
  live: Int32Array;
  private position: Int32Array;
  liveCount = 0;
  private slots = 0;
  /** Requested bytes of all that is live. */
  liveBytes = 0;
  /** Slot by the request that produced it, plus one; 0 for none. */
  slotOfRequest: Int32Array;

  constructor(capacity = 1024) {
    this.address = new Float64Array(capacity);
    this.size = new Float64Array(capacity);
    this.written = new Float64Array(capacity);
    this.alignLog2 = new Uint8Array(capacity);
    this.allocation = new Int32Array(capacity);
    this.generation = new Int32Array(capacity);
    this.pattern = new Int32Array(capacity);
    this.live = new Int32Array(capacity);
    this.position = new Int32Array(capacity);
    this.slotOfRequest = new Int32Array(capacity);
  }

  begin(requests: number): void {
    this.liveCount = 0;
    this.slots = 0;
    this.liveBytes = 0;
    if (this.slotOfRequest.length < requests) this.slotOfRequest = new Int32Array(requests * 2);
    else this.slotOfRequest.fill(0, 0, requests);
  }

  /** A live slot for a new grant. `request` -1 leaves it without a name. */
  add(
    request: number,
    allocation: number,
    address: number,
    size: number,
    alignLog2: number,
  ): number {
    if (this.slots === this.address.length) this.grow();
    const slot = this.slots++;
    this.address[slot] = address;
    this.size[slot] = size;
    this.written[slot] = 0;
    this.alignLog2[slot] = alignLog2;
    this.allocation[slot] = allocation;
    this.generation[slot] = 0;
    this.position[slot] = this.liveCount;
    this.live[this.liveCount++] = slot;
    this.liveBytes += size;
    if (request >= 0) this.slotOfRequest[request] = slot + 1;
    return slot;
  }

  isLive(slot: number): boolean {
    const position = this.position[slot];
    return position >= 0 && position < this.liveCount && this.live[position] === slot;
  }

  remove(slot: number): void {
    const position = this.position[slot];
    const last = this.live[--this.liveCount];
    this.live[position] = last;
    this.position[last] = position;
    this.position[slot] = -1;
    this.liveBytes -= this.size[slot];
  }

  private grow(): void {
    const more = this.address.length * 2;
    const widen = <T extends Float64Array | Int32Array | Uint8Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    this.address = widen(this.address, new Float64Array(more));
    this.size = widen(this.size, new Float64Array(more));
    this.written = widen(this.written, new Float64Array(more));
    this.alignLog2 = widen(this.alignLog2, new Uint8Array(more));
    this.allocation = widen(this.allocation, new Int32Array(more));
    this.generation = widen(this.generation, new Int32Array(more));
    this.pattern = widen(this.pattern, new Int32Array(more));
    this.live = widen(this.live, new Int32Array(more));
    this.position = widen(this.position, new Int32Array(more));
  }
}
