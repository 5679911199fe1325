import { Header } from '../../core/execution-batch.js';
import { Phase } from '../../core/fault.js';
import {
  BYTES_PER_BLOCK,
  BYTES_PER_STEP,
  CHECKPOINTS_LOG2,
  CHECKPOINT_STEPS,
  EDGE_BYTES,
  FULL_EDGE_BYTES,
  LARGE_BYTES,
  WINDOW_BYTES,
  edgeBytes,
  tailOf,
  wholeBytes,
} from '../../core/observation.js';
import { patternBase, patternByte } from '../../core/pattern.js';
import { readsAll, type ObserveLevel } from '../../core/world.js';
import type { Contents } from '../contents.js';
import { BlockContents } from './block-contents.js';
import { changedSide } from './changed-side.js';
import type { ExecutionWriter } from './execution-writer.js';
import { findDamage, type Ranges } from './find-damage.js';
import type { LiveBlocks } from './live-blocks.js';
import type { Instance } from '../target.js';

// As constants of this module, which imports are not.
const EDGE = EDGE_BYTES;
const EDGES_WHOLE = wholeBytes(EDGE_BYTES);

/**
 * Fills what was granted and reads it back (S8). What is read and when depends on the program alone:
 * its level and its length. Reports damage as events; whose fault it is is for the judge.
 */
export class Observer {
  /** The contents where addresses are indices of a memory: what the loop over everyday requests needs. */
  inMemory: BlockContents | undefined;
  private memory: Uint8Array | undefined;
  private contents: Contents | undefined;
  /** Whether the level is above `edges`. */
  full = true;
  /** Whether all of a zeroed grant is read, however large. */
  private readsAllZeros = true;
  /** Bytes at either end of a block longer than `whole` that are filled and read. */
  private edge = FULL_EDGE_BYTES;
  private whole = wholeBytes(FULL_EDGE_BYTES);
  /** Whether everything is read after every step. */
  each = false;
  untilCheckpoint = CHECKPOINT_STEPS;
  sinceCheckpoint = 0;
  private interval = CHECKPOINT_STEPS;
  /** Whether anything was damaged; the execution ends then, since all later reads are hearsay. */
  damaged = false;

  constructor(
    private readonly writer: ExecutionWriter,
    private readonly blocks: LiveBlocks,
  ) {}

  begin(instance: Instance, level: ObserveLevel, requests: number): void {
    this.renew(instance);
    this.full = level !== 'edges';
    this.readsAllZeros = readsAll(level);
    this.edge = edgeBytes(level);
    this.whole = wholeBytes(this.edge);
    this.each = level === 'each';
    // A checkpoint costs as much as everything that is live, so long programs have sixteen of them
    // and short ones one every 64 steps.
    this.interval = Math.max(CHECKPOINT_STEPS, requests >>> CHECKPOINTS_LOG2);
    this.untilCheckpoint = this.interval;
    this.sinceCheckpoint = 0;
    this.damaged = false;
  }

  renew({ memory, contents }: Instance): void {
    // A region that is used again has a view already; one that is detached has lost it.
    if (memory !== this.memory || memory === undefined || memory.length === 0) {
      this.memory = memory;
      this.inMemory = memory && new BlockContents(memory);
    }
    this.contents = this.inMemory ?? contents;
  }

  /** Gives a block that starts or continues its life its pattern, from `from` on. */
  fill(slot: number, from: number): void {
    const { contents, blocks } = this;
    if (contents === undefined) return;
    this.writer.phase(Phase.fill);
    const base = patternBase(blocks.allocation(slot), blocks.generation(slot));
    blocks.setPattern(slot, base);
    const length = Math.max(blocks.size(slot), blocks.written(slot));
    blocks.setWritten(slot, length);
    const address = blocks.address(slot);
    const edge = this.edgeOf(length);
    if (from === 0 && this.inMemory !== undefined && this.fillsEdges(length)) {
      this.inMemory.fillEdges(address, length, base);
    } else if (edge === 0) {
      contents.fill(address, from, length, base);
    } else {
      if (from < edge) contents.fill(address, from, edge, base);
      contents.fill(address, tailOf(length, edge), length, base);
    }
    this.writer.phase(Phase.idle);
  }

  /** Whether `edges` is the level and the two ends are told from the whole, see `edgeOf`. */
  fillsEdges(length: number): boolean {
    return !this.full && length >= EDGE && length !== EDGES_WHOLE;
  }

  /** Whether all of a block is filled and read. */
  fillsAll(length: number): boolean {
    return length <= this.whole;
  }

  /** Bytes at either end of a block that hold the pattern; 0 where all of it does. */
  private edgeOf(length: number): number {
    return length <= this.whole ? 0 : this.edge;
  }

  /** Reads a block back; damage is told as of `step`. */
  verify(slot: number, step: number): void {
    const { contents, blocks } = this;
    const length = blocks.written(slot);
    if (contents === undefined || length === 0) return;
    this.writer.phase(Phase.verify);
    this.writer.count(Header.contentChecks, 1);
    this.verifyWithin(slot, blocks.address(slot), length, step, 'content');
    this.writer.phase(Phase.idle);
  }

  /** Reads the first `kept` bytes of what a moved or resized block held, at its new address. */
  verifyKept(slot: number, newAddress: number, kept: number, step: number): void {
    if (this.contents === undefined || this.blocks.written(slot) === 0) return;
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
    const base = this.blocks.pattern(slot);
    const written = this.blocks.written(slot);
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
      this.report(slot, address, endsOf(head, tail, length), step, aspect);
    }
  }

  verifyZero(address: number, length: number, allocation: number, step: number): void {
    const { contents } = this;
    if (contents === undefined) return;
    this.writer.phase(Phase.verify);
    this.writer.count(Header.zeroChecks, 1);
    const isPart = length > LARGE_BYTES && !this.readsAllZeros;
    const ends: Ranges = isPart
      ? endsOf(WINDOW_BYTES, tailOf(length, WINDOW_BYTES), length)
      : [[0, length]];
    if (!ends.every(([from, to]) => contents.isZero(address, from, to))) {
      const seenAt = (offset: number): number => contents.byteAt(address + offset);
      this.tell(ends, step, 'zeroed', allocation, seenAt, () => 0);
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
    const { live } = blocks;
    let bytesRead = 0;
    if (this.contents !== undefined) this.writer.phase(Phase.verify);
    const { inMemory } = this;
    const most = this.full ? LARGE_BYTES : EDGE;
    let checks = 0;
    for (let index = 0; index < blocks.liveCount; index++) {
      const slot = live[index];
      const written = blocks.written(slot);
      bytesRead += BYTES_PER_BLOCK + (written < most ? written : most);
      if (written === 0) continue;
      checks++;
      // The two ends of a short block are all of it, and one way for most blocks is the fastest.
      if (
        inMemory !== undefined &&
        this.fillsEdges(written) &&
        inMemory.edgesMatch(blocks.address(slot), written, blocks.pattern(slot))
      )
        continue;
      if (written > LARGE_BYTES && this.full && !this.each) this.verifyWindows(slot, step);
      else this.verifyWithin(slot, blocks.address(slot), written, step, 'content');
    }
    if (this.contents !== undefined) {
      this.writer.count(Header.contentChecks, checks);
      this.writer.phase(Phase.idle);
    }
    // Reading back must not cost more than some bytes a step, however much is live.
    this.untilCheckpoint = Math.max(this.interval, bytesRead / BYTES_PER_STEP);
    this.sinceCheckpoint = 0;
    this.verifyOutside(instance, step);
  }

  private verifyWindows(slot: number, step: number): void {
    const { blocks } = this;
    const contents = this.contents as Contents;
    const length = blocks.written(slot);
    const address = blocks.address(slot);
    const base = blocks.pattern(slot);
    const tail = tailOf(length, WINDOW_BYTES);
    if (
      !contents.matches(address, 0, WINDOW_BYTES, base) ||
      !contents.matches(address, tail, length, base)
    ) {
      this.report(slot, address, endsOf(WINDOW_BYTES, tail, length), step, 'content');
    }
  }

  verifyOutside(instance: Instance, step: number): void {
    const { watched } = instance;
    const { contents } = this;
    if (watched === undefined || contents === undefined) return;
    this.writer.count(Header.outsideChecks, 1);
    if (watched.intact()) return;
    const side = changedSide(watched, contents);
    if (side === undefined) return;
    const { base } = instance;
    this.tell(
      [[side[0] - base, side[1] - base]],
      step,
      'outside',
      -1,
      (offset) => contents.byteAt(base + offset),
      (offset) => watched.expected(base + offset),
    );
  }

  private report(
    slot: number,
    address: number,
    ranges: Ranges,
    step: number,
    aspect: 'content' | 'reallocKept',
  ): void {
    const base = this.blocks.pattern(slot);
    const contents = this.contents as Contents;
    this.tell(
      ranges,
      step,
      aspect,
      this.blocks.allocation(slot),
      (offset) => contents.byteAt(address + offset),
      (offset) => patternByte(base, offset),
    );
  }

  private tell(
    ranges: Ranges,
    step: number,
    aspect: 'content' | 'reallocKept' | 'zeroed' | 'outside',
    allocation: number,
    seenAt: (offset: number) => number,
    expectedAt: (offset: number) => number,
  ): void {
    this.damaged = true;
    this.writer.damage(step, aspect, allocation, findDamage(ranges, seenAt, expectedAt));
  }
}

const endsOf = (head: number, tail: number, length: number): Ranges => [
  [0, head],
  [tail, length],
];
