/**
 * Which slots of the far side are free. A slot that an operation under way may empty is taken until
 * the answer is there, so that the far side never gets a slot twice.
 */
export class WireSlots {
  private readonly freed: number[] = [];
  private next = 0;

  constructor(private readonly count: number) {}

  /** A free slot, or -1 for none. */
  take(): number {
    return this.freed.pop() ?? (this.next < this.count ? this.next++ : -1);
  }

  release(slot: number): void {
    this.freed.push(slot);
  }

  /** First of the slots that were never used, and how many there are: for as many grants in a row. */
  get unused(): { readonly first: number; readonly count: number } {
    return { first: this.next, count: this.count - this.next };
  }

  /** Takes the first `count` of the unused ones. */
  takeUnused(count: number): void {
    this.next += count;
  }
}
