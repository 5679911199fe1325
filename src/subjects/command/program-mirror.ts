import { Header } from '../../core/execution-batch.js';
import { Phase } from '../../core/fault.js';
import { LiveBits } from '../../core/live-bits.js';
import { alignLog2Of } from '../../core/request.js';
import { RequestKind, codesThat } from '../../core/request-kind.js';
import { Outcome, Untouched } from '../../core/step-record.js';
import { LiveBlocks } from '../execute/live-blocks.js';
import type { RunSettings } from '../subject.js';
import { WireMistake, type Frame } from './frame-reader.js';
import type { GrowingRecord } from './growing-record.js';
import { keptAlign, openedStep } from './opened-step.js';
import type { SentOperation } from './sent-operation.js';
import { FromFarSide, OF_NULL } from './wire.js';
import { WireSlots } from './wire-slots.js';

/** Answered operations are forgotten so many at a time. */
const SETTLED_KEPT = 4_096;

const isArray = codesThat('isArray');

/**
 * One program as its far side answers it: turns frames into the record, and keeps the book of what is
 * live, from which later operations are made. Answers come in the order of the operations.
 */
export class ProgramMirror {
  readonly blocks = new LiveBlocks();
  readonly bits = new LiveBits(0);
  readonly slots: WireSlots;
  /** Slot of the far side by the request that takes it; -1 for none. */
  readonly slotOfRequest: Int32Array;
  /** Slot of the far side by block. */
  readonly slotOfBlock: number[] = [];
  base = 0n;
  end = 0n;
  /** Whether nothing more is executed: memory is corrupt, init was refused, or the program is done. */
  stopped = false;
  done = false;
  /** Whether the far side could keep no more blocks; the program ends there. */
  outOfSlots = false;
  phase: number = Phase.idle;
  private readonly pending: SentOperation[] = [];
  private first = 0;
  private made = 0;
  private readonly requestOfBlock: number[] = [];
  private begun = false;

  constructor(
    readonly program: number,
    requests: number,
    slots: number,
    private readonly record: GrowingRecord,
    private readonly settings: RunSettings,
  ) {
    this.blocks.begin(requests);
    this.slots = new WireSlots(slots);
    this.slotOfRequest = new Int32Array(requests).fill(-1);
  }

  /** Whether every answer is there. */
  get quiet(): boolean {
    return this.stopped || this.first === this.pending.length;
  }

  expect(operation: SentOperation): void {
    this.pending.push(operation);
  }

  skip(): void {
    this.skipped++;
  }
  private skipped = 0;

  /** @throws WireMistake for a frame that cannot come now */
  take({ type, payload }: Frame): void {
    if (!this.begun) this.begin();
    switch (type) {
      case FromFarSide.call:
        return this.called();
      case FromFarSide.answer:
        return this.answered(payload[0], payload[1], payload.readBigUInt64LE(2));
      case FromFarSide.skipped:
        this.requirePending('skipped');
        this.skipped++;
        return this.finishOperation();
      case FromFarSide.region:
        this.base = payload.readBigUInt64LE(0);
        this.end = payload.readBigUInt64LE(8);
        return this.record.extents(payload);
      case FromFarSide.damage:
        this.stopped = true;
        return this.record.damage(payload[0], payload.subarray(1));
      case FromFarSide.done:
        return this.finish(payload);
      default:
        throw new WireMistake('said hello again in the middle of a program');
    }
  }

  /** Begins the record; also for a program whose far side died before it said anything. */
  begin(): void {
    this.begun = true;
    this.record.begin(this.program);
  }

  private called(): void {
    const operation = this.requirePending('called');
    if (this.phase === Phase.call) throw new WireMistake('called twice without an answer between');
    this.phase = Phase.call;
    this.record.open(openedStep(operation, this.blocks, this.blockOf(operation)));
  }

  private answered(outcome: number, untouched: number, value: bigint): void {
    const operation = this.requirePending('answered');
    if (this.phase !== Phase.call)
      throw new WireMistake('answered a call that it did not announce');
    if (outcome < Outcome.granted || outcome > Outcome.rejected || untouched > Untouched.misaligned)
      throw new WireMistake(`answered with outcome ${outcome} and ${untouched} for not touching`);
    this.phase = outcome === Outcome.granted && untouched === 0 ? Phase.fill : Phase.verify;
    this.record.outcome(outcome, untouched);
    if (untouched === Untouched.outOfExtents || untouched === Untouched.overlapsLive)
      this.stopped = true;
    this.apply(operation, outcome, value);
    if (operation.kind === RequestKind.fill && outcome === Outcome.granted) {
      if (++this.made < Number(operation.second)) return;
    }
    this.finishOperation();
  }

  private finishOperation(): void {
    this.first++;
    this.made = 0;
    if (this.first < SETTLED_KEPT) return;
    this.pending.splice(0, this.first);
    this.first = 0;
  }

  private requirePending(what: string): SentOperation {
    const operation = this.stopped ? undefined : this.pending[this.first];
    if (operation === undefined) throw new WireMistake(`${what} what nobody asked for`);
    return operation;
  }

  private blockOf({ block, reference }: SentOperation): number {
    return block >= 0 || reference < 0 ? block : this.blocks.slotOfRequest[reference] - 1;
  }

  private apply(operation: SentOperation, outcome: number, value: bigint): void {
    const { kind, flags } = operation;
    switch (kind) {
      case RequestKind.realloc:
      case RequestKind.reallocArray:
      case RequestKind.resizeInPlace:
        if (flags !== OF_NULL) return this.resized(operation, outcome, value);
        return this.granted(operation, outcome, value);
      case RequestKind.init:
        this.stopped ||= outcome === Outcome.refused;
        return;
      case RequestKind.dealloc:
        if (outcome === Outcome.done) this.forget(this.blockOf(operation));
        return;
      case RequestKind.usable:
        this.record.second(value);
        return this.record.count(Header.usableChecks, 1);
      case RequestKind.reset:
        if (outcome !== Outcome.done) return;
        while (this.blocks.liveCount > 0) this.forget(this.blocks.live[this.blocks.liveCount - 1]);
        return;
      case RequestKind.deallocNull:
      case RequestKind.deallocInvalid:
      case RequestKind.extend:
      case RequestKind.append:
      case RequestKind.resize:
        return;
      default:
        return this.granted(operation, outcome, value);
    }
  }

  private granted(operation: SentOperation, outcome: number, value: bigint): void {
    const { request, head, kind, slot } = operation;
    const fill = kind === RequestKind.fill;
    if (outcome !== Outcome.granted) {
      if (fill) return;
      this.slots.release(slot);
      if (request >= 0) this.slotOfRequest[request] = -1;
      return;
    }
    this.record.address(value);
    const step = this.record.stepIndex - 1;
    this.record.allocation(step);
    const block = this.blocks.add(
      fill ? -1 : request,
      step,
      Number(value),
      this.bytesOf(operation),
      alignLog2Of(head),
    );
    this.slotOfBlock[block] = fill ? slot + this.made : slot;
    this.requestOfBlock[block] = fill ? -1 : request;
    if (fill) this.slots.takeUnused(1);
    this.mark(block);
  }

  private resized(operation: SentOperation, outcome: number, value: bigint): void {
    const block = this.blockOf(operation);
    const { blocks, settings } = this;
    const bytes = this.bytesOf(operation);
    if (outcome === Outcome.granted || outcome === Outcome.done) {
      const address = outcome === Outcome.granted ? Number(value) : blocks.address(block);
      this.record.address(BigInt(address));
      this.unmark(block);
      blocks.setAlignLog2(block, keptAlign(operation, this.blocks, block));
      blocks.move(block, address, bytes);
      return this.mark(block);
    }
    const inPlace = operation.kind === RequestKind.resizeInPlace;
    if (bytes === 0 && !inPlace && settings.reallocToZeroEnds) this.forget(block);
  }

  private bytesOf({ kind, size, second }: SentOperation): number {
    return Number(isArray.has(kind) ? size * second : size);
  }

  private forget(block: number): void {
    this.unmark(block);
    this.blocks.remove(block);
    this.slots.release(this.slotOfBlock[block]);
    const request = this.requestOfBlock[block];
    if (request >= 0) this.slotOfRequest[request] = -1;
  }

  // Of corrupt memory and of ranges beyond all sense no book is kept: nothing is asked any more.
  private mark(block: number): void {
    const address = this.blocks.address(block);
    if (!this.stopped) this.bits.insert(address, address + this.blocks.size(block));
  }

  private unmark(block: number): void {
    const address = this.blocks.address(block);
    this.bits.remove(address, address + this.blocks.size(block));
  }

  private finish(counts: Buffer): void {
    if (!this.quiet) throw new WireMistake('is done before it has answered everything');
    const { record } = this;
    record.count(Header.skipped, this.skipped);
    record.count(Header.contentChecks, counts.readUInt32LE(0));
    record.count(Header.zeroChecks, counts.readUInt32LE(4));
    record.count(Header.keptChecks, counts.readUInt32LE(8));
    record.count(Header.outsideChecks, counts.readUInt32LE(12));
    record.finish();
    this.done = this.stopped = true;
  }

  /** Writes down how the program ended that could not end by itself. */
  bury(death: { fault: number; detail: number; message: string }): void {
    if (!this.begun) this.begin();
    if (this.record.stepIndex === 0) {
      // It was to begin, and did not say so any more.
      this.record.open(openedStep(this.pending[0], this.blocks, -1));
      this.phase = Phase.call;
    }
    this.record.count(Header.skipped, this.skipped);
    this.record.died({ ...death, phase: this.phase });
    this.done = this.stopped = true;
  }
}
