import { Header } from '../../core/execution-batch.js';
import { LiveBits } from '../../core/live-bits.js';
import { Untouched } from '../../core/step-record.js';
import type { RunSettings } from '../subject.js';
import type { Instance } from '../target.js';
import type { ExecutionWriter } from './execution-writer.js';
import { LiveBlocks } from './live-blocks.js';
import { Observer } from './observer.js';

/**
 * What the requests of one running program share: the subject's instance, the book of what is held,
 * the record being written. Every request kind is a function over it.
 */
export class RunState {
  readonly blocks = new LiveBlocks();
  readonly observer: Observer;
  /** What is live; see {@link RunState.exactBits}. */
  bits: LiveBits;
  /** Bits of an address that must be 0 for `bits` to be exact: those below a granule. */
  startMask = WIDE_BYTES - 1;
  private readonly wide = new LiveBits(WIDE_LOG2);
  private readonly exact = new LiveBits(0);
  instance!: Instance;
  /** Whether memory is known to be corrupt, so that what follows would be hearsay. */
  stop = false;

  /** Those of the batch that is run. */
  settings!: RunSettings;

  constructor(readonly writer: ExecutionWriter) {
    this.observer = new Observer(writer, this.blocks);
    this.bits = this.wide;
  }

  skip(): void {
    this.writer.count(Header.skipped, 1);
  }

  /**
   * Bits that are exact whatever is asked of them: one a byte. A program starts with one for sixteen,
   * which say the same as long as every live range starts at a multiple of sixteen: two such ranges
   * that share sixteen bytes share the first of them. `without` is left out.
   */
  exactBits(without = -1): LiveBits {
    if (this.bits.granuleLog2 === 0) return this.bits;
    this.bits.clear();
    this.bits = this.exact;
    this.startMask = 0;
    const { blocks } = this;
    for (let index = 0; index < blocks.liveCount; index++) {
      const slot = blocks.live[index];
      if (slot !== without) this.bits.insert(blocks.address(slot), this.endOf(slot));
    }
    return this.bits;
  }

  /** Why nothing may be written to the range of a slot; marks it live where it may or is only too large. */
  distrust(slot: number): number {
    const { instance, blocks } = this;
    const address = blocks.address(slot);
    const size = blocks.size(slot);
    if (address + size > instance.end || address < instance.base) return Untouched.outOfExtents;
    const bits = address % WIDE_BYTES === 0 ? this.bits : this.exactBits(slot);
    if (!bits.insert(address, address + size)) return Untouched.overlapsLive;
    if (instance.memory === undefined && instance.contents === undefined) return Untouched.noMemory;
    return size > this.settings.fillLimitBytes ? Untouched.aboveFillCap : Untouched.no;
  }

  forget(slot: number): void {
    this.unmark(slot);
    this.blocks.remove(slot);
  }

  unmark(slot: number): void {
    this.bits.remove(this.blocks.address(slot), this.endOf(slot));
  }

  /** Forgets all that is live. */
  clear(): void {
    this.bits.clear();
    this.bits = this.wide;
    this.startMask = WIDE_BYTES - 1;
  }

  /** The end of what is marked live of a slot. */
  private endOf(slot: number): number {
    const { blocks } = this;
    return blocks.address(slot) + Math.max(blocks.size(slot), blocks.written(slot));
  }

  refresh(): void {
    if (this.instance.refresh()) this.renew();
  }

  /** Takes over a region or a memory that changed. */
  renew(): void {
    const { instance } = this;
    this.observer.renew(instance);
    this.writer.extents(
      instance.base,
      instance.end,
      instance.footprint,
      instance.demanded,
      instance.hostRefused ?? 0,
    );
  }
}

const WIDE_LOG2 = 4;
const WIDE_BYTES = 16;
