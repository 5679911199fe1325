import type { ExecutionBatch, ProgramBatch } from '../../core/execution-batch.js';
import { Phase } from '../../core/fault.js';
import {
  WORDS_PER_REQUEST,
  kindOf,
  packWord0,
  secondBaseOf,
  sizeBaseOf,
} from '../../core/request.js';
import { DRAIN_ROUNDS, DrainOrder, RequestKind } from '../../core/request-kind.js';
import { Outcome } from '../../core/step-record.js';
import type { World } from '../../core/world.js';
import type { RunSettings } from '../subject.js';
import type { Target } from '../target.js';
import { ExecutionWriter } from './execution-writer.js';
import { drainAll, requestDealloc, requestInvalidDealloc } from './free-requests.js';
import { fillUntilRefused, requestGrant, requestReallocNull } from './grant-requests.js';
import { runEverydayRequests } from './everyday-requests.js';
import { requestRegion, requestReset, requestUsable } from './region-requests.js';
import { requestResize } from './resize-requests.js';
import { resolveSize } from './resolve-size.js';
import { resolveWide } from './resolve-wide.js';
import { repeatRounds } from './repeat-rounds.js';
import { RunState } from './run-state.js';

/**
 * Drives one subject through programs in this thread and records what is answered. It decides
 * nothing about right and wrong; it only refuses to write where a grant cannot be trusted (S9), and
 * ends an execution once memory is known to be corrupt. Its books are kept from batch to batch.
 */
export class Executor {
  readonly writer: ExecutionWriter;
  private readonly run: RunState;
  private opened = false;
  private readonly sizeMax: number;

  constructor(
    private readonly target: Target,
    sizeBits: 32 | 53 | 64,
  ) {
    this.writer = new ExecutionWriter(target.wide);
    this.run = new RunState(this.writer);
    this.sizeMax = sizeBits === 32 ? 2 ** 32 - 1 : Number.MAX_SAFE_INTEGER;
  }

  /** Takes up a batch; its programs follow. */
  begin(
    into: ExecutionBatch & { readonly messages: Map<number, string> },
    progress: Int32Array,
    settings: RunSettings,
  ): void {
    this.writer.take(into, progress);
    this.run.settings = settings;
  }

  /** Runs one program on a fresh region. Throws what the subject throws; the record is complete up to there. */
  execute(world: World, programs: ProgramBatch, index: number): void {
    const first = programs.starts[index];
    const requests = programs.starts[index + 1] - first;
    this.run.blocks.begin(requests);
    this.run.stop = false;
    if (!this.init(world, requests)) return;
    const { words } = programs;
    const { run } = this;
    this.requests(words, first, { from: 0, until: requests, reserved: programs.count - index });
    if (!run.stop) run.observer.checkpoint(run.instance, run.writer.stepIndex - 1);
  }

  /** Requests `from` up to `until` of the program whose first one is `first`, as long as there is room. */
  private requests(
    words: Int32Array,
    first: number,
    { from, until, reserved }: { from: number; until: number; reserved: number },
  ): void {
    const { run } = this;
    for (let request = from; request < until && !run.stop; request++) {
      const room = run.writer.room(reserved) - 1;
      request = runEverydayRequests(run, words, first, request, Math.min(until, request + room));
      if (run.stop || request === until || run.writer.room(reserved) < 2) break;
      if (asksForRounds(words, first + request)) this.rounds(words, first, request);
      else this.request(words, (first + request) * WORDS_PER_REQUEST, request);
    }
  }

  /** A drain with rounds, see DRAIN_ROUNDS. */
  private rounds(words: Int32Array, first: number, request: number): void {
    const { run } = this;
    const at = (first + request) * WORDS_PER_REQUEST;
    const from = words[at + 1] < 0 ? behindDrain(words, first, request) : words[at + 1];
    const runRound = (): void => {
      this.requests(words, first, { from, until: request, reserved: 0 });
      if (!run.stop) drain();
    };
    const drain = (): void => drainAll(run, request, words[at] & 0x3ffff, DrainOrder.address, 0);
    drain();
    repeatRounds(run, run.writer.firstStepOf(from), words[at + 3], runRound);
  }

  /**
   * Records what the call that threw did to the region, and what it demanded of its host: a subject
   * that asks for 2 GiB and gives up when it is refused must show (S25).
   */
  noteExtents(): void {
    if (!this.opened) return;
    try {
      this.run.refresh();
    } catch {
      // A region that can no longer be asked for says nothing; the fault itself is recorded anyway.
    }
  }

  /** Ends a program, however it went. */
  close(): void {
    this.run.clear();
    if (!this.opened) return;
    this.opened = false;
    try {
      this.run.instance.close();
    } catch {
      // A subject that cannot even be let go has been judged by then; the next program opens anew.
    }
  }

  /** Step 0, and the world's prior resets. */
  private init(world: World, requests: number): boolean {
    const { run } = this;
    const { writer } = run;
    writer.phase(Phase.call);
    writer.open(-1, packWord0(RequestKind.init, 0, 0, 0, 0, 0), -1, world.regionBytes, 0, 0);
    const instance = this.target.open(world, run.settings);
    writer.phase(Phase.idle);
    if (instance === 'refused') {
      writer.outcome(Outcome.refused);
      return false;
    }
    run.instance = instance;
    this.opened = true;
    writer.outcome(Outcome.done);
    writer.extents(
      instance.base,
      instance.end,
      instance.footprint,
      instance.demanded,
      instance.hostRefused ?? 0,
    );
    run.observer.begin(instance, world.observe, requests);
    run.observer.verifyOutside(instance, 0);
    for (let reset = 0; reset < world.resets && !run.observer.damaged; reset++)
      requestReset(run, -1, 0);
    return !run.observer.damaged;
  }

  private request(words: Int32Array, at: number, request: number): void {
    const { run } = this;
    const word0 = words[at];
    const head = word0 & 0x3ffff;
    const kind = kindOf(word0);
    const reference = words[at + 1];
    const slot = reference < 0 ? -1 : run.blocks.slotOfRequest[reference] - 1;
    const secondBase = secondBaseOf(word0);
    const second =
      secondBase === 0 ? words[at + 3] : this.resolve('second', secondBase, words[at + 3], NaN);
    const sizeBase = sizeBaseOf(word0);
    const size =
      sizeBase === 0 ? words[at + 2] : this.resolve('size', sizeBase, words[at + 2], second);
    switch (kind) {
      case RequestKind.alloc:
      case RequestKind.allocZeroed:
        if (size < 0) return run.skip();
        return void requestGrant(run, request, head, size, 0, size);
      case RequestKind.allocArray:
      case RequestKind.badAlign:
        if (size < 0 || second < 0) return run.skip();
        return void requestGrant(
          run,
          request,
          head,
          size,
          second,
          kind === RequestKind.badAlign ? size : size * second,
        );
      case RequestKind.realloc:
      case RequestKind.reallocArray:
      case RequestKind.resizeInPlace:
        if (size < 0 || second < 0) return run.skip();
        if (reference < 0 && kind !== RequestKind.resizeInPlace)
          return requestReallocNull(run, request, head, kind, size, second);
        if (slot < 0 || !run.blocks.isLive(slot)) return run.skip();
        return requestResize(run, request, head, kind, slot, size, second);
      case RequestKind.dealloc:
        if (slot < 0 || !run.blocks.isLive(slot)) return run.skip();
        return requestDealloc(run, request, head, slot);
      case RequestKind.deallocInvalid:
        if (reference >= 0 && slot < 0) return run.skip();
        return requestInvalidDealloc(run, request, head, slot, size, second);
      case RequestKind.usable:
        if (slot < 0 || !run.blocks.isLive(slot)) return run.skip();
        return requestUsable(run, request, head, slot);
      case RequestKind.reset:
        return requestReset(run, request, head);
      case RequestKind.fill:
        return fillUntilRefused(run, request, head, size, second);
      case RequestKind.drain:
        return drainAll(run, request, head, size, second);
      default:
        return requestRegion(run, request, head, kind, size, second);
    }
  }

  /** A symbolic quantity as a number, -1 where it cannot be sent. */
  private resolve(which: 'size' | 'second', base: number, offset: number, count: number): number {
    const { instance, blocks } = this.run;
    const { wide } = this.target;
    if (wide === undefined)
      return resolveSize(base, offset, this.sizeMax, instance, blocks.liveBytes, count);
    const exact = resolveWide({ base, offset }, instance, blocks.liveBytes, {
      number: count,
      exact: wide.second,
    });
    if (exact === undefined) return -1;
    wide[which] = exact;
    return Number(exact);
  }
}

const DRAIN = RequestKind.drain;

const asksForRounds = (words: Int32Array, request: number): boolean =>
  kindOf(words[request * WORDS_PER_REQUEST]) === DRAIN &&
  words[request * WORDS_PER_REQUEST + 2] === DRAIN_ROUNDS;

/** The request behind the last drain before a request; the first one where there is none. */
function behindDrain(words: Int32Array, first: number, request: number): number {
  let from = request;
  while (from > 0 && kindOf(words[(first + from - 1) * WORDS_PER_REQUEST]) !== DRAIN) from--;
  return from;
}
