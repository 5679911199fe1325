import { Header } from '../../core/execution-batch.js';
import { Phase } from '../../core/fault.js';
import { patternBase, patternByte } from '../../core/pattern.js';
import type { Contents } from '../contents.js';
import { BlockContents } from './block-contents.js';
import type { ExecutionWriter } from './execution-writer.js';
import type { LiveBlocks } from './live-blocks.js';
import type { Instance } from '../target.js';

const EDGE_BYTES = 16;
/** Of blocks above twice this, `full` fills and reads so much at either end (S8). */
const WIDE_EDGE_BYTES = 32_768;
/** Blocks above this are read by windows at checkpoints. */
const LARGE_BYTES = 16_384;
const WINDOW_BYTES = 2_048;
/** What reading back all live blocks may cost, spread over the steps between two readings. */
const BYTES_PER_STEP = 64;
/** What turning to a block costs, in bytes read: two lines that are in no cache. */
const BYTES_PER_BLOCK = 512;
/** Steps between two readings of all live blocks in programs of up to 1,024 requests (S8). */
const CHECKPOINT_STEPS = 64;

/**
 * Fills what was granted and reads it back (S8). What is read and when depends on the program alone:
 * its level and its length. Reports damage as events; whose fault it is is for the judge.
 */
export class Observer {
  private contents: Contents | undefined;
  private full = true;
  private each = false;
  private interval = CHECKPOINT_STEPS;
  private untilCheckpoint = CHECKPOINT_STEPS;
  private sinceCheckpoint = 0;
  private bytesRead = 0;
  /** Whether anything was damaged; the execution ends then, since all later reads are hearsay. */
  damaged = false;

  constructor(
    private readonly writer: ExecutionWriter,
    private readonly blocks: LiveBlocks,
  ) {}

  begin(instance: Instance, level: 'edges' | 'full' | 'each', requests: number): void {
    this.renew(instance);
    this.full = level !== 'edges';
    this.each = level === 'each';
    // A checkpoint costs as much as everything that is live, so long programs have sixteen of them
    // and short ones one every 64 steps.
    this.interval = Math.max(CHECKPOINT_STEPS, requests >>> 4);
    this.untilCheckpoint = this.interval;
    this.sinceCheckpoint = 0;
    this.damaged = false;
  }

  renew({ memory, contents }: Instance): void {
    this.contents = memory === undefined ? contents : new BlockContents(memory);
  }

  /** Gives a block that starts or continues its life its pattern, from `from` on. */
  fill(slot: number, from: number): void {
    const { contents, blocks } = this;
    if (contents === undefined) return;
    this.writer.phase(Phase.fill);
    const base = patternBase(blocks.allocation[slot], blocks.generation[slot]);
    blocks.pattern[slot] = base;
    const length =
      blocks.size[slot] > blocks.written[slot] ? blocks.size[slot] : blocks.written[slot];
    blocks.written[slot] = length;
    const address = blocks.address[slot];
    const edge = this.edgeOf(length);
    if (edge === 0) {
      contents.fill(address, from, length, base);
    } else {
      if (from < edge) contents.fill(address, from, edge, base);
      contents.fill(address, tailOf(length, edge), length, base);
    }
    this.writer.phase(Phase.idle);
  }

  /** Bytes at either end of a block that hold the pattern; 0 where all of it does. */
  private edgeOf(length: number): number {
    if (!this.full) return length <= 2 * EDGE_BYTES + 4 ? 0 : EDGE_BYTES;
    return length <= 2 * WIDE_EDGE_BYTES ? 0 : WIDE_EDGE_BYTES;
  }

  /** Reads a block back; damage is told as of `step`. */
  verify(slot: number, step: number): void {
    const { contents, blocks } = this;
    const length = blocks.written[slot];
    if (contents === undefined || length === 0) return;
    this.writer.phase(Phase.verify);
    this.writer.count(Header.contentChecks, 1);
    this.verifyWithin(slot, blocks.address[slot], length, step, 'content');
    this.writer.phase(Phase.idle);
  }

  /** Reads the first `kept` bytes of what a moved or resized block held, at its new address. */
  verifyKept(slot: number, newAddress: number, kept: number, step: number): void {
    if (this.contents === undefined || this.blocks.written[slot] === 0) return;
    this.writer.phase(Phase.verify);
    this.writer.count(Header.keptChecks, 1);
    this.verifyWithin(slot, newAddress, kept, step, 'reallocKept');
    this.writer.phase(Phase.idle);
  }

  private verifyWithin(
    slot: number,
    address: number,
    length: number,
    step: number,
    aspect: 'content' | 'reallocKept',
  ): void {
    const contents = this.contents as Contents;
    const base = this.blocks.pattern[slot];
    const written = this.blocks.written[slot];
    const edge = this.edgeOf(written);
    if (edge === 0) {
      if (!contents.matches(address, 0, length, base)) {
        this.report(slot, address, [[0, length]], step, aspect);
      }
      return;
    }
    const head = Math.min(edge, length);
    const tail = tailOf(written, edge);
    const headFine = contents.matches(address, 0, head, base);
    const tailFine = tail >= length || contents.matches(address, tail, length, base);
    if (!headFine || !tailFine) {
      this.report(
        slot,
        address,
        [
          [0, head],
          [tail, length],
        ],
        step,
        aspect,
      );
    }
  }

  verifyZero(address: number, length: number, allocation: number, step: number): void {
    const { contents } = this;
    if (contents === undefined) return;
    this.writer.phase(Phase.verify);
    this.writer.count(Header.zeroChecks, 1);
    if (!contents.isZero(address, 0, length)) {
      this.tell(
        [[0, length]],
        step,
        'zeroed',
        allocation,
        (offset) => contents.byteAt(address + offset),
        () => 0,
      );
    }
    this.writer.phase(Phase.idle);
  }

  /** Called after every step; reads everything back when it is time. */
  afterStep(instance: Instance, step: number, refused: boolean): void {
    this.sinceCheckpoint++;
    // After a refusal everything is read back sooner: a refused request must not have touched it.
    const due = refused ? this.untilCheckpoint / 4 : this.untilCheckpoint;
    if (this.each || this.sinceCheckpoint >= due) {
      this.checkpoint(instance, step);
    }
  }

  /**
   * Reads all live blocks and the bytes outside the region. Of large blocks only a window at either
   * end, unless every step is read: they are read in full when their own turn comes.
   */
  checkpoint(instance: Instance, step: number): void {
    const { blocks } = this;
    this.bytesRead = 0;
    for (let index = 0; index < blocks.liveCount; index++) {
      const slot = blocks.live[index];
      if (blocks.written[slot] > LARGE_BYTES && this.full && !this.each)
        this.verifyWindows(slot, step);
      else this.verify(slot, step);
      this.bytesRead +=
        BYTES_PER_BLOCK + Math.min(blocks.written[slot], this.full ? LARGE_BYTES : EDGE_BYTES);
    }
    // Reading back must not cost more than some bytes a step, however much is live.
    this.untilCheckpoint = Math.max(this.interval, this.bytesRead / BYTES_PER_STEP);
    this.sinceCheckpoint = 0;
    this.verifyOutside(instance, step);
  }

  private verifyWindows(slot: number, step: number): void {
    const { contents, blocks } = this;
    if (contents === undefined) return;
    this.writer.phase(Phase.verify);
    this.writer.count(Header.contentChecks, 1);
    const length = blocks.written[slot];
    const address = blocks.address[slot];
    const base = blocks.pattern[slot];
    const tail = (length - WINDOW_BYTES) & ~3;
    if (
      !contents.matches(address, 0, WINDOW_BYTES, base) ||
      !contents.matches(address, tail, length, base)
    ) {
      this.report(
        slot,
        address,
        [
          [0, WINDOW_BYTES],
          [tail, length],
        ],
        step,
        'content',
      );
    }
    this.writer.phase(Phase.idle);
  }

  verifyOutside(instance: Instance, step: number): void {
    const { watched } = instance;
    const { contents } = this;
    if (watched === undefined || contents === undefined) return;
    this.writer.count(Header.outsideChecks, 1);
    if (watched.intact()) return;
    const seen = (address: number): number => contents.byteAt(address);
    for (const [from, to] of [watched.before, watched.after]) {
      for (let address = from; address < to; address++) {
        if (contents.byteAt(address) === watched.expected(address)) continue;
        const { base } = instance;
        this.tell(
          [[from - base, to - base]],
          step,
          'outside',
          -1,
          (offset) => seen(base + offset),
          (offset) => watched.expected(base + offset),
        );
        return;
      }
    }
  }

  private report(
    slot: number,
    address: number,
    ranges: readonly (readonly [number, number])[],
    step: number,
    aspect: 'content' | 'reallocKept',
  ): void {
    const base = this.blocks.pattern[slot];
    const contents = this.contents as Contents;
    this.tell(
      ranges,
      step,
      aspect,
      this.blocks.allocation[slot],
      (offset) => contents.byteAt(address + offset),
      (offset) => patternByte(base, offset),
    );
  }

  private tell(
    ranges: readonly (readonly [number, number])[],
    step: number,
    aspect: 'content' | 'reallocKept' | 'zeroed' | 'outside',
    allocation: number,
    seenAt: (offset: number) => number,
    expectedAt: (offset: number) => number,
  ): void {
    this.damaged = true;
    let first = NaN;
    let last = NaN;
    let count = 0;
    let end = 0;
    for (const [from, to] of ranges) {
      for (let offset = from; offset < to; offset++) {
        end = Math.max(end, to);
        if (seenAt(offset) === expectedAt(offset)) continue;
        if (count === 0) first = offset;
        last = offset;
        count++;
      }
    }
    const shown = Array.from(
      { length: Math.max(0, Math.min(16, end - first)) },
      (_, index) => first + index,
    );
    this.writer.damage(step, aspect, allocation, {
      first,
      last,
      count,
      expected: shown.map(expectedAt),
      seen: shown.map(seenAt),
    });
  }
}

/** Where the last edge of a block of `length` bytes begins: a multiple of four. */
function tailOf(length: number, edge: number): number {
  return (length - edge) & ~3;
}
