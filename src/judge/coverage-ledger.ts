import { BlockStarts } from './block-starts.js';

/**
 * What `CoverageCounter` keeps of an execution: `CoverageState` in flat arrays. Lengths of 2^53 bytes
 * and above, which only a broken allocator grants, are rounded.
 */
export class CoverageLedger {
  live = 0;
  /** Most blocks that were live at once. */
  mostLive = 0;
  /** The same since none was live. */
  liveSinceEmpty = 0;
  /** Length of the longest block freed since the last reset. */
  longestFreed = 0;
  private liveBytes = 0;
  /** Live blocks that are too long to be added up without rounding. */
  private vastBlocks = 0;
  /** Allocations before this step ended with a reset. */
  private firstAllocation = 0;
  /** By allocation: start, bytes, state; the fourth is not used and keeps each within one line. */
  private book = new Float64Array(1_024 * NUMBERS);
  private readonly starts = new BlockStarts();

  /** `followsNeighbours`: whether `release` says what is free beside a block. */
  constructor(private readonly followsNeighbours: boolean) {}

  /** Forgets everything; every address of the `steps` steps to come is a multiple of 2^`granuleLog2`. */
  begin(steps: number, granuleLog2: number): void {
    this.live = this.mostLive = this.liveSinceEmpty = this.longestFreed = 0;
    this.liveBytes = this.vastBlocks = this.firstAllocation = 0;
    if (this.book.length < steps * NUMBERS) this.book = new Float64Array(steps * 2 * NUMBERS);
    else this.book.fill(0, 0, steps * NUMBERS);
    if (this.followsNeighbours) this.starts.begin(granuleLog2);
  }

  isLive(allocation: number): boolean {
    return allocation >= this.firstAllocation && this.book[allocation * NUMBERS + STATE] !== ENDED;
  }

  bytesOf(allocation: number): number {
    return this.book[allocation * NUMBERS + BYTES];
  }

  /** Whether the latest change of its length made it smaller. */
  hasShrunk(allocation: number): boolean {
    return this.book[allocation * NUMBERS + STATE] === SHRUNK;
  }

  /** Bytes of live blocks; Infinity where they are too many to tell. */
  heldBytes(): number {
    return this.vastBlocks > 0 ? Infinity : this.liveBytes;
  }

  /** A new block. */
  take(allocation: number, start: number, bytes: number): void {
    this.place(allocation, start, bytes, LIVE);
    const live = ++this.live;
    if (live > this.mostLive) this.mostLive = live;
    if (live > this.liveSinceEmpty) this.liveSinceEmpty = live;
  }

  /** A live block has another length, and may lie elsewhere. */
  move(allocation: number, start: number, bytes: number): void {
    const at = allocation * NUMBERS;
    const oldStart = this.book[at + START];
    const old = this.book[at + BYTES];
    if (this.followsNeighbours && hasStart(oldStart, old)) {
      if (start !== oldStart) this.starts.free(oldStart);
      else this.starts.drop(oldStart);
    }
    this.add(old, -1);
    const isShrunk = bytes < old || (bytes === old && this.book[at + STATE] === SHRUNK);
    this.place(allocation, start, bytes, isShrunk ? SHRUNK : LIVE);
  }

  /** A block, where it is live, has another length at the same place. */
  resize(allocation: number, bytes: number): void {
    if (this.isLive(allocation)) this.move(allocation, this.book[allocation * NUMBERS], bytes);
  }

  /** Ends a live block; answers what `BlockStarts.freeBeside` does, or -1 where it has no neighbours. */
  release(allocation: number): number {
    const at = allocation * NUMBERS;
    const start = this.book[at + START];
    const bytes = this.book[at + BYTES];
    this.book[at + STATE] = ENDED;
    this.live--;
    this.add(bytes, -1);
    if (!this.followsNeighbours || !hasStart(start, bytes)) return -1;
    const beside = this.starts.freeBeside(start);
    this.starts.free(start);
    return beside;
  }

  /** All blocks end with the reset that is step `step`, and the region is as it was at first. */
  reset(step: number): void {
    this.firstAllocation = step + 1;
    this.live = this.liveSinceEmpty = this.longestFreed = 0;
    this.liveBytes = this.vastBlocks = 0;
    if (this.followsNeighbours) this.starts.forget();
  }

  private place(allocation: number, start: number, bytes: number, state: number): void {
    const { book } = this;
    const at = allocation * NUMBERS;
    book[at + START] = start;
    book[at + BYTES] = bytes;
    book[at + STATE] = state;
    this.add(bytes, 1);
    if (this.followsNeighbours && hasStart(start, bytes)) this.starts.grant(start, bytes);
  }

  private add(bytes: number, sign: number): void {
    if (bytes < VAST) this.liveBytes += sign * bytes;
    else this.vastBlocks += sign;
  }
}

/** A block without bytes is nobody's neighbour, and no allocator has addresses above 2^53. */
const hasStart = (start: number, bytes: number): boolean =>
  bytes > 0 && start + bytes < 9007199254740992;

const NUMBERS = 4;
const START = 0;
const BYTES = 1;
const STATE = 2;
const ENDED = 0;
const LIVE = 1;
/** Live, and {@link CoverageLedger.hasShrunk}. */
const SHRUNK = 2;
/** Five hundred blocks of it add up exactly. */
const VAST = 2 ** 44;
