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
  /** One bit a byte: exact for every range, whatever the contract says of alignment. */
  readonly bits = new LiveBits(0);
  instance!: Instance;
  /** Whether memory is known to be corrupt, so that what follows would be hearsay. */
  stop = false;

  constructor(
    readonly writer: ExecutionWriter,
    readonly settings: RunSettings,
  ) {
    this.observer = new Observer(writer, this.blocks);
  }

  skip(): void {
    this.writer.count(Header.skipped, 1);
  }

  /** Why nothing may be written to [address, address + size); marks it live where it may or is only too large. */
  distrust(address: number, size: number): number {
    if (address + size > this.instance.end || address < this.instance.base)
      return Untouched.outOfExtents;
    if (!this.bits.insert(address, address + size)) return Untouched.overlapsLive;
    if (this.instance.memory === undefined && this.instance.contents === undefined)
      return Untouched.noMemory;
    return size > this.settings.fillLimitBytes ? Untouched.aboveFillCap : Untouched.no;
  }

  forget(slot: number): void {
    this.unmark(slot);
    this.blocks.remove(slot);
  }

  unmark(slot: number): void {
    const { blocks } = this;
    const length = Math.max(blocks.size[slot], blocks.written[slot]);
    if (length > 0) this.bits.remove(blocks.address[slot], blocks.address[slot] + length);
  }

  refresh(): void {
    const { instance } = this;
    if (!instance.refresh()) return;
    this.observer.renew(instance);
    this.writer.extents(instance.base, instance.end, instance.footprint, instance.demanded);
  }
}

export const ALIGN_SHIFT = 9;
export const ALIGN_BITS = 31 << ALIGN_SHIFT;
/** Steps left for the programs behind this one when a macro runs out of room. */
export const RESERVED_STEPS = 64;
