/**
 * Ranges of addresses that share no byte, sorted: what of {@link LiveBits} is too long for bits. All
 * steps halve or move what lies behind, and none allocates once the arrays have grown: a heap has few
 * long blocks, and a program of the generator frees and grants them by the hundred.
 */
export class WideRanges {
  count = 0;
  private starts = new Float64Array(FIRST_RANGES);
  private ends = new Float64Array(FIRST_RANGES);

  /** Whether a byte of [start, end) lies in a range. */
  overlaps(start: number, end: number): boolean {
    const index = this.firstEndingAbove(start);
    return index < this.count && this.starts[index] < end;
  }

  /** Takes in a range that overlaps none. */
  add(start: number, end: number): void {
    const index = this.firstEndingAbove(start);
    if (this.count === this.starts.length) this.grow();
    this.starts.copyWithin(index + 1, index, this.count);
    this.ends.copyWithin(index + 1, index, this.count);
    this.starts[index] = start;
    this.ends[index] = end;
    this.count++;
  }

  /** Lets go of the range [start, end); false, and nothing changed, where there is none with these ends. */
  remove(start: number, end: number): boolean {
    const index = this.firstEndingAbove(start);
    if (index >= this.count || this.starts[index] !== start || this.ends[index] !== end)
      return false;
    this.drop(index, index + 1);
    return true;
  }

  /** Lets go of every range within [start, end). */
  removeWithin(start: number, end: number): void {
    let first = this.firstEndingAbove(start);
    if (first < this.count && this.starts[first] < start) first++;
    let last = first;
    while (last < this.count && this.ends[last] <= end) last++;
    this.drop(first, last);
  }

  clear(): void {
    this.count = 0;
  }

  /** Index of the first range that ends above an address; `count` where none does. */
  private firstEndingAbove(address: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.ends[middle] > address) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  private drop(first: number, last: number): void {
    this.starts.copyWithin(first, last, this.count);
    this.ends.copyWithin(first, last, this.count);
    this.count -= last - first;
  }

  private grow(): void {
    const starts = new Float64Array(this.starts.length * 2);
    const ends = new Float64Array(this.ends.length * 2);
    starts.set(this.starts);
    ends.set(this.ends);
    this.starts = starts;
    this.ends = ends;
  }
}

const FIRST_RANGES = 64;
