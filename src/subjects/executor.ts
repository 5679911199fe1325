import {
  WORDS_PER_REQUEST,
  alignLog2Of,
  entryOf,
  kindOf,
  packWord0,
  secondBaseOf,
  sizeBaseOf,
} from '../core/request.js';
import { Phase } from '../core/fault.js';
import { LiveBits } from '../core/live-bits.js';
import { RequestKind } from '../core/request-kind.js';
import { Outcome, Untouched } from '../core/step-record.js';
import { Header, type ProgramBatch } from '../core/execution-batch.js';
import type { World } from '../core/world.js';
import type { ExecutionWriter } from './execution-writer.js';
import { drainSlots } from './drain-order.js';
import { invalidFreeAddress } from './invalid-free.js';
import { LiveBlocks } from './live-blocks.js';
import { Observer } from './observer.js';
import { resolveSize } from './resolve-size.js';
import type { RunSettings } from './subject.js';
import { Answer, type Instance, type Target } from './target.js';

/**
 * Drives one subject through programs in this thread and records what is answered. It decides
 * nothing about right and wrong; it only refuses to write where a grant cannot be trusted (S9), and
 * ends an execution once memory is known to be corrupt, since what follows would be hearsay.
 */
export class Executor {
  private readonly blocks = new LiveBlocks();
  private readonly observer: Observer;
  /** One bit a byte: exact for every range, whatever the contract says of alignment. */
  private readonly bits = new LiveBits(0);
  private instance!: Instance;
  private opened = false;
  private stop = false;
  /** Whether the program ran to its end without a throw. */
  private clean = false;
  private readonly sizeMax: number;

  constructor(
    private readonly target: Target,
    private readonly writer: ExecutionWriter,
    private readonly settings: RunSettings,
    sizeBits: 32 | 53 | 64,
  ) {
    this.observer = new Observer(writer, this.blocks);
    this.sizeMax = sizeBits === 32 ? 2 ** 32 - 1 : Number.MAX_SAFE_INTEGER;
  }

  /** Runs one program on a fresh region. Throws what the subject throws; the record is complete up to there. */
  run(world: World, programs: ProgramBatch, index: number): void {
    const first = programs.starts[index];
    const requests = programs.starts[index + 1] - first;
    this.blocks.begin(requests);
    this.stop = false;
    this.clean = false;
    if (!this.init(world, requests)) return;
    const { words } = programs;
    for (let request = 0; request < requests && !this.stop; request++) {
      if (this.writer.room(programs.count - index) < 2) break;
      this.request(words, (first + request) * WORDS_PER_REQUEST, request);
    }
    if (!this.stop) this.observer.checkpoint(this.instance, this.writer.stepIndex - 1);
    this.clean = true;
  }

  /** Ends a program, however it went. */
  close(): void {
    // Taking out what is live is cheaper than forgetting every page that was ever touched.
    if (this.clean && !this.stop) {
      const { blocks } = this;
      while (blocks.liveCount > 0) this.forget(blocks.live[blocks.liveCount - 1]);
    } else this.bits.clear();
    if (!this.opened) return;
    this.opened = false;
    try {
      this.instance.close();
    } catch {
      // A subject that cannot even be let go has been judged by then; the next program opens anew.
    }
  }

  /** Step 0, and the world's prior resets. */
  private init(world: World, requests: number): boolean {
    const { writer } = this;
    writer.phase(Phase.call);
    writer.open(-1, packWord0(RequestKind.init, 0, 0, 0, 0, 0), -1, world.regionBytes, 0, 0);
    const instance = this.target.open(world, this.settings);
    writer.phase(Phase.idle);
    if (instance === 'refused') {
      writer.outcome(Outcome.refused);
      return false;
    }
    this.instance = instance;
    this.opened = true;
    writer.outcome(Outcome.done);
    writer.extents(instance.base, instance.end, instance.footprint, instance.demanded);
    this.observer.begin(instance, world.observe, requests);
    this.observer.verifyOutside(instance, 0);
    for (let reset = 0; reset < world.resets && !this.observer.damaged; reset++) this.reset(-1, 0);
    return !this.observer.damaged;
  }

  private request(words: Int32Array, at: number, request: number): void {
    const word0 = words[at];
    const head = word0 & 0x3ffff;
    const kind = kindOf(word0);
    const reference = words[at + 1];
    const slot = reference < 0 ? -1 : this.blocks.slotOfRequest[reference] - 1;
    const secondBase = secondBaseOf(word0);
    const second =
      secondBase === 0
        ? words[at + 3]
        : resolveSize(
            secondBase,
            words[at + 3],
            this.sizeMax,
            this.instance,
            this.blocks.liveBytes,
            NaN,
          );
    const sizeBase = sizeBaseOf(word0);
    const size =
      sizeBase === 0
        ? words[at + 2]
        : resolveSize(
            sizeBase,
            words[at + 2],
            this.sizeMax,
            this.instance,
            this.blocks.liveBytes,
            second,
          );
    switch (kind) {
      case RequestKind.alloc:
      case RequestKind.allocZeroed:
        if (size < 0) return this.skip();
        return void this.grant(request, head, size, 0, size);
      case RequestKind.allocArray:
      case RequestKind.badAlign:
        if (size < 0 || second < 0) return this.skip();
        return void this.grant(
          request,
          head,
          size,
          second,
          kind === RequestKind.badAlign ? size : size * second,
        );
      case RequestKind.realloc:
      case RequestKind.reallocArray:
      case RequestKind.resizeInPlace:
        if (size < 0 || second < 0) return this.skip();
        if (reference < 0 && kind !== RequestKind.resizeInPlace)
          return this.reallocNull(request, head, kind, size, second);
        if (slot < 0 || !this.blocks.isLive(slot)) return this.skip();
        return this.resize(request, head, kind, slot, size, second);
      case RequestKind.dealloc:
        if (slot < 0 || !this.blocks.isLive(slot)) return this.skip();
        return this.dealloc(request, head, slot);
      case RequestKind.deallocInvalid:
        return this.deallocInvalid(request, head, slot, size, second);
      case RequestKind.usable:
        if (slot < 0 || !this.blocks.isLive(slot)) return this.skip();
        return this.usable(request, head, slot);
      case RequestKind.reset:
        return this.reset(request, head);
      case RequestKind.fill:
        return this.fillUntilRefused(request, head, size, second);
      case RequestKind.drain:
        return this.drain(request, head, size, second);
      default:
        return this.regionRequest(request, head, kind, size, second);
    }
  }

  private skip(): void {
    this.writer.count(Header.skipped, 1);
  }

  /** alloc, allocZeroed, allocArray, badAlign and the single grants of fill. */
  private grant(
    request: number,
    head: number,
    size: number,
    second: number,
    bytes: number,
  ): boolean {
    const { writer, instance } = this;
    const kind = kindOf(head);
    const entry = entryOf(head);
    const align = 1 << alignLog2Of(head);
    const step = writer.open(request, head, -1, size, second, 0);
    writer.phase(Phase.call);
    const answer =
      kind === RequestKind.alloc || kind === RequestKind.fill
        ? instance.alloc(entry, size, align)
        : kind === RequestKind.allocZeroed
          ? instance.allocZeroed(entry, size, align)
          : kind === RequestKind.allocArray
            ? instance.allocArray(entry, second, size)
            : instance.badAlign(entry, size, second);
    writer.phase(Phase.idle);
    this.refresh();
    if (answer < 0) {
      this.ungranted(answer, step);
      return false;
    }
    writer.outcome(Outcome.granted);
    writer.address(answer);
    writer.allocation(step);
    const zeroed = kind === RequestKind.allocZeroed || kind === RequestKind.allocArray;
    this.begin(
      this.blocks.add(
        kind === RequestKind.fill ? -1 : request,
        step,
        answer,
        bytes,
        alignLog2Of(head),
      ),
      zeroed,
      step,
    );
    return true;
  }

  /** A refusal or an answer that is none. */
  private ungranted(answer: number, step: number): void {
    const { writer } = this;
    if (answer === Answer.misencoded) {
      writer.outcome(Outcome.misencoded);
      writer.untouched(Untouched.misencoded);
      this.stop = true;
      return;
    }
    writer.outcome(Outcome.refused);
    this.observer.afterStep(this.instance, step, true);
    this.stop = this.observer.damaged;
  }

  /** Takes a new grant into the book and writes to it, if it can be trusted (S9). */
  private begin(slot: number, zeroed: boolean, step: number): void {
    const { blocks, instance, observer, writer } = this;
    const address = blocks.address[slot];
    const size = blocks.size[slot];
    if (size > 0) {
      const reason = this.distrust(address, size);
      if (reason !== Untouched.no) {
        writer.untouched(reason);
        this.stop = reason === Untouched.outOfExtents || reason === Untouched.overlapsLive;
        if (this.stop) return;
      } else {
        if (zeroed) observer.verifyZero(address, size, blocks.allocation[slot], step);
        observer.fill(slot, 0);
      }
    }
    observer.afterStep(instance, step, false);
    this.stop = observer.damaged;
  }

  /** Why nothing may be written to [address, address + size); marks it live where it may or is only too large. */
  private distrust(address: number, size: number): number {
    if (address + size > this.instance.end || address < this.instance.base)
      return Untouched.outOfExtents;
    if (!this.bits.insert(address, address + size)) return Untouched.overlapsLive;
    if (this.instance.memory === undefined) return Untouched.noMemory;
    return size > this.settings.fillLimitBytes ? Untouched.aboveFillCap : Untouched.no;
  }

  private reallocNull(
    request: number,
    head: number,
    kind: number,
    size: number,
    second: number,
  ): void {
    const { writer, instance } = this;
    const array = kind === RequestKind.reallocArray;
    const step = writer.open(request, head, -1, size, second, 0);
    writer.phase(Phase.call);
    const answer = array
      ? instance.reallocArray(entryOf(head), -1, 0, second, size)
      : instance.realloc(entryOf(head), -1, 0, size, 1 << alignLog2Of(head));
    writer.phase(Phase.idle);
    this.refresh();
    if (answer < 0) return this.ungranted(answer, step);
    writer.outcome(Outcome.granted);
    writer.address(answer);
    writer.allocation(step);
    const bytes = array ? size * second : size;
    this.begin(this.blocks.add(request, step, answer, bytes, alignLog2Of(head)), false, step);
  }

  /** realloc, reallocArray and resizeInPlace of a live block. */
  private resize(
    request: number,
    givenHead: number,
    kind: number,
    slot: number,
    size: number,
    second: number,
  ): void {
    const { writer, instance, blocks, observer } = this;
    const asked = alignLog2Of(givenHead);
    const alignLog2 = asked > 0 ? asked : blocks.alignLog2[slot];
    const head = (givenHead & ~ALIGN_BITS) | (alignLog2 << ALIGN_SHIFT);
    const address = blocks.address[slot];
    const oldSize = blocks.size[slot];
    observer.verify(slot, writer.stepIndex - 1);
    if (observer.damaged) return void (this.stop = true);
    const step = writer.open(request, head, blocks.allocation[slot], size, second, address);
    const entry = entryOf(head);
    writer.phase(Phase.call);
    const answer =
      kind === RequestKind.realloc
        ? instance.realloc(entry, address, oldSize, size, 1 << alignLog2)
        : kind === RequestKind.reallocArray
          ? instance.reallocArray(entry, address, oldSize, second, size)
          : instance.resizeInPlace(address, oldSize, size, 1 << alignLog2);
    writer.phase(Phase.idle);
    this.refresh();
    const bytes = kind === RequestKind.reallocArray ? size * second : size;
    if (answer >= 0 || answer === Answer.done) {
      writer.outcome(answer >= 0 ? Outcome.granted : Outcome.done);
      const newAddress = answer >= 0 ? answer : address;
      writer.address(newAddress);
      blocks.alignLog2[slot] = alignLog2;
      return this.moved(slot, newAddress, bytes, step);
    }
    if (
      answer === Answer.refused &&
      bytes === 0 &&
      kind !== RequestKind.resizeInPlace &&
      this.settings.reallocToZero !== 'undefined'
    ) {
      writer.outcome(Outcome.refused);
      this.forget(slot);
      observer.afterStep(instance, step, false);
      return void (this.stop = observer.damaged);
    }
    if (answer === Answer.refused || answer === Answer.rejected) observer.verify(slot, step);
    this.ungranted(answer, step);
    this.stop ||= observer.damaged;
  }

  /** A realloc was granted: what was kept is read at the new place, then the block starts a new generation. */
  private moved(slot: number, address: number, bytes: number, step: number): void {
    const { blocks, observer, writer } = this;
    const kept = Math.min(blocks.size[slot], bytes);
    const wasWritten = blocks.written[slot] > 0;
    this.unmark(slot);
    blocks.liveBytes += bytes - blocks.size[slot];
    blocks.address[slot] = address;
    blocks.size[slot] = bytes;
    blocks.generation[slot]++;
    if (bytes > 0) {
      const reason = this.distrust(address, bytes);
      if (reason === Untouched.no) {
        if (wasWritten) observer.verifyKept(slot, address, kept, step);
        blocks.written[slot] = 0;
        if (!observer.damaged) observer.fill(slot, 0);
      } else {
        blocks.written[slot] = 0;
        writer.untouched(reason);
        this.stop = reason === Untouched.outOfExtents || reason === Untouched.overlapsLive;
        if (this.stop) return;
      }
    } else {
      blocks.written[slot] = 0;
    }
    observer.afterStep(this.instance, step, false);
    this.stop = observer.damaged;
  }

  private dealloc(request: number, head: number, slot: number): void {
    const { writer, instance, blocks, observer } = this;
    observer.verify(slot, writer.stepIndex - 1);
    if (observer.damaged) return void (this.stop = true);
    const address = blocks.address[slot];
    const size = blocks.size[slot];
    const alignLog2 = blocks.alignLog2[slot];
    const step = writer.open(
      request,
      (head & ~ALIGN_BITS) | (alignLog2 << ALIGN_SHIFT),
      blocks.allocation[slot],
      size,
      0,
      address,
    );
    writer.phase(Phase.call);
    const answer = instance.dealloc(address, size, 1 << alignLog2);
    writer.phase(Phase.idle);
    this.refresh();
    writer.outcome(answer === Answer.rejected ? Outcome.rejected : Outcome.done);
    if (answer !== Answer.rejected) this.forget(slot);
    observer.afterStep(instance, step, false);
    this.stop = observer.damaged;
  }

  private deallocInvalid(
    request: number,
    head: number,
    slot: number,
    delta: number,
    mode: number,
  ): void {
    const { writer, instance, blocks, observer } = this;
    const found = invalidFreeAddress({ mode, delta, slot, blocks, bits: this.bits, instance });
    if (found === undefined) return this.skip();
    const allocation = slot < 0 ? -1 : blocks.allocation[slot];
    const step = writer.open(request, head, allocation, found.size, mode, found.address);
    writer.phase(Phase.call);
    const answer = instance.dealloc(found.address, found.size, found.align);
    writer.phase(Phase.idle);
    this.refresh();
    writer.outcome(answer === Answer.rejected ? Outcome.rejected : Outcome.done);
    observer.afterStep(instance, step, true);
    this.stop = observer.damaged;
  }

  private usable(request: number, head: number, slot: number): void {
    const { writer, instance, blocks, observer } = this;
    const address = blocks.address[slot];
    const step = writer.open(request, head, blocks.allocation[slot], blocks.size[slot], 0, address);
    writer.phase(Phase.call);
    const length = instance.usable(address);
    writer.phase(Phase.idle);
    this.refresh();
    if (length < 0) return this.ungranted(length, step);
    writer.outcome(Outcome.done);
    writer.second(length);
    writer.count(Header.usableChecks, 1);
    const written = blocks.written[slot];
    if (this.settings.usableWritable && written > 0 && length > written) {
      const reason =
        address + length > instance.end
          ? Untouched.outOfExtents
          : !this.bits.insert(address + written, address + length)
            ? Untouched.overlapsLive
            : Untouched.no;
      if (reason !== Untouched.no) {
        writer.untouched(reason);
        return void (this.stop = true);
      }
      if (length <= this.settings.fillLimitBytes) {
        const from = written & ~3;
        blocks.written[slot] = length;
        observer.fill(slot, from);
      } else this.bits.remove(address + written, address + length);
    }
    observer.afterStep(instance, step, false);
    this.stop = observer.damaged;
  }

  private reset(request: number, head: number): void {
    const { writer, instance, observer, blocks } = this;
    observer.checkpoint(instance, writer.stepIndex - 1);
    if (observer.damaged) return void (this.stop = true);
    const step = writer.open(request, head | RequestKind.reset, -1, 0, 0, 0);
    writer.phase(Phase.call);
    const answer = instance.reset();
    writer.phase(Phase.idle);
    this.refresh();
    writer.outcome(answer === Answer.refused ? Outcome.refused : Outcome.done);
    if (answer !== Answer.refused) {
      while (blocks.liveCount > 0) this.forget(blocks.live[blocks.liveCount - 1]);
    }
    observer.verifyOutside(instance, step);
    this.stop = observer.damaged;
  }

  /** deallocNull, extend, append, resize. */
  private regionRequest(
    request: number,
    head: number,
    kind: number,
    size: number,
    second: number,
  ): void {
    if (size < 0 || second < 0) return this.skip();
    const { writer, instance, observer } = this;
    const step = writer.open(request, head, -1, size, second, 0);
    writer.phase(Phase.call);
    const answer =
      kind === RequestKind.deallocNull
        ? instance.deallocNull()
        : kind === RequestKind.extend
          ? instance.extend(size)
          : kind === RequestKind.append
            ? instance.append(second, size)
            : instance.resize(size);
    writer.phase(Phase.idle);
    this.refresh();
    writer.outcome(
      answer === Answer.refused
        ? Outcome.refused
        : answer === Answer.rejected
          ? Outcome.rejected
          : Outcome.done,
    );
    observer.afterStep(instance, step, kind !== RequestKind.deallocNull);
    this.stop = observer.damaged;
  }

  private fillUntilRefused(request: number, head: number, size: number, most: number): void {
    if (size <= 0) return this.skip();
    const limit = Math.min(most, this.settings.macroLimit);
    for (let made = 0; made < limit && !this.stop && this.writer.room(0) > RESERVED_STEPS; made++) {
      if (!this.grant(request, head, size, 0, size)) return;
    }
  }

  private drain(request: number, head: number, order: number, seed: number): void {
    for (const slot of drainSlots(this.blocks, order, seed)) {
      if (this.stop || this.writer.room(0) < RESERVED_STEPS) return;
      this.dealloc(request, head, slot);
    }
  }

  private forget(slot: number): void {
    this.unmark(slot);
    this.blocks.remove(slot);
  }

  private unmark(slot: number): void {
    const { blocks } = this;
    const length = Math.max(blocks.size[slot], blocks.written[slot]);
    if (length > 0) this.bits.remove(blocks.address[slot], blocks.address[slot] + length);
  }

  private refresh(): void {
    const { instance } = this;
    if (!instance.refresh()) return;
    this.observer.renew(instance);
    this.writer.extents(instance.base, instance.end, instance.footprint, instance.demanded);
  }
}

const ALIGN_SHIFT = 9;
const ALIGN_BITS = 31 << ALIGN_SHIFT;
/** Steps left for the programs behind this one when a macro runs out of room. */
const RESERVED_STEPS = 64;
