import { unpackWorld, type ProgramBatch } from '../../core/execution-batch.js';
import { QuantityBase, resolveQuantity } from '../../core/quantity.js';
import { decodeRequest, packWord0, type Request } from '../../core/request.js';
import { RequestKind, codesThat } from '../../core/request-kind.js';
import { drainSlots } from '../execute/drain-order.js';
import { invalidFreeAddress } from '../execute/invalid-free.js';
import type { RunSettings } from '../subject.js';
import type { Hello } from './hello.js';
import type { ProgramMirror } from './program-mirror.js';
import type { SentOperation } from './sent-operation.js';
import { Ability, OF_NULL, READ_BACK, ReadBack } from './wire.js';

/** What a program's operations are made of. */
export interface OperationSource {
  readonly programs: ProgramBatch;
  readonly index: number;
  readonly hello: Hello;
  readonly settings: RunSettings;
  readonly mirror: ProgramMirror;
}

/**
 * The operations of a program, in order. `quiet` asks that every answer be there before the next one
 * is drawn: what follows depends on them. Most do not, so that a whole program is under way at once
 * and the time between both sides is waited for rarely.
 */
export function* writeOperations(source: OperationSource): Generator<SentOperation | 'quiet'> {
  const { programs, index, mirror } = source;
  const world = unpackWorld(programs, index);
  const first = programs.starts[index];
  const requests = programs.starts[index + 1] - first;
  const clock = new ReadBackClock(world.observe === 'each', requests);
  for (let reset = 0; reset < world.resets; reset++) {
    yield operationOf(-1, packWord0(RequestKind.reset, 0, 0, 0, 0, 0));
  }
  for (let request = 0; request < requests && !mirror.stopped; request++) {
    const decoded = decodeRequest(programs.words, first + request);
    for (const operation of operationsOf(source, decoded, request)) {
      yield operation;
      if (operation === 'quiet') continue;
      const due = clock.after(operation);
      if (due !== undefined) yield readBack(due);
    }
    if (mirror.outOfSlots) break;
  }
  yield readBack(ReadBack.always);
}

const [asksForMemory, moves] = [codesThat('asksForMemory'), codesThat('moves')];
const makesBlock = new Set([...asksForMemory].filter((kind) => !moves.has(kind)));

const STEPS = 64;
const STEPS_PER_BLOCK = 8;

/**
 * When all live blocks are read back (S8): a function of the program alone. It counts grants as if
 * all were granted, so that reading back never costs more than some blocks a step.
 */
class ReadBackClock {
  private readonly interval: number;
  private live = 0;
  private steps = 0;

  constructor(
    private readonly each: boolean,
    requests: number,
  ) {
    this.interval = Math.max(STEPS, requests >>> 4);
  }

  after({ kind, flags }: SentOperation): number | undefined {
    if (this.each) return undefined;
    this.steps++;
    if (kind === RequestKind.fill) return ReadBack.always;
    if (kind === RequestKind.dealloc) this.live = Math.max(0, this.live - 1);
    else if (makesBlock.has(kind) || flags === OF_NULL) this.live++;
    else if (kind === RequestKind.reset) this.live = 0;
    const due = Math.max(this.interval, this.live * STEPS_PER_BLOCK);
    if (this.steps >= due) {
      this.steps = 0;
      return ReadBack.always;
    }
    return this.steps % (due >>> 2) === 0 ? ReadBack.ifRefused : undefined;
  }
}

function* operationsOf(
  source: OperationSource,
  request: Request,
  index: number,
): Generator<SentOperation | 'quiet'> {
  const { mirror } = source;
  const { kind, entry, alignLog2, thread, reference } = request;
  const head = packWord0(kind, entry, alignLog2, thread, 0, 0);
  if (dependsOnRegion(request)) yield 'quiet';
  const second = resolved(source, request.second, undefined);
  const size = resolved(source, request.size, second);
  const slot = reference < 0 ? -1 : mirror.slotOfRequest[reference];
  const asked = { ...operationOf(index, head), reference, alignLog2 };
  const takesSizes = size !== undefined && second !== undefined;
  switch (kind) {
    case RequestKind.alloc:
    case RequestKind.allocZeroed:
    case RequestKind.allocArray:
    case RequestKind.badAlign:
      if (takesSizes) yield* grant(source, { ...asked, size, second });
      else mirror.skip();
      break;
    case RequestKind.realloc:
    case RequestKind.reallocArray:
    case RequestKind.resizeInPlace:
      if (takesSizes && reference < 0 && kind !== RequestKind.resizeInPlace)
        yield* grant(source, { ...asked, size, second, flags: OF_NULL });
      else if (takesSizes && slot >= 0) yield { ...asked, slot, size, second };
      else mirror.skip();
      break;
    case RequestKind.dealloc:
    case RequestKind.usable:
      if (slot >= 0) yield { ...asked, slot };
      else mirror.skip();
      break;
    case RequestKind.deallocInvalid:
      yield 'quiet';
      yield* invalidFree(source, request, asked);
      break;
    case RequestKind.fill:
      yield 'quiet';
      yield* fill(source, { ...asked, size: size ?? 0n, second: second ?? 0n });
      break;
    case RequestKind.drain:
      yield 'quiet';
      for (const block of drainSlots(mirror.blocks, request.size.offset, request.second.offset)) {
        yield { ...asked, kind: RequestKind.dealloc, block, slot: mirror.slotOfBlock[block] };
      }
      break;
    case RequestKind.reset:
      yield readBack(ReadBack.always);
      yield asked;
      break;
    case RequestKind.deallocNull:
      yield asked;
      break;
    default:
      if (takesSizes) yield { ...asked, size, second };
      else mirror.skip();
  }
}

/** Slots that were never used are taken one after the other, as many as are granted. */
function* fill(
  { mirror, settings }: OperationSource,
  asked: SentOperation,
): Generator<SentOperation | 'quiet'> {
  const { first, count } = mirror.slots.unused;
  const most = Math.min(Number(asked.second), settings.macroLimit, count);
  if (asked.size > 0n && most > 0) yield { ...asked, slot: first, second: BigInt(most) };
  else mirror.skip();
  yield 'quiet';
}

function* grant(
  { mirror, hello, settings }: OperationSource,
  asked: SentOperation,
): Generator<SentOperation | 'quiet'> {
  let slot = mirror.slots.take();
  if (slot < 0) {
    yield 'quiet';
    slot = mirror.slots.take();
  }
  if (slot < 0) {
    mirror.outOfSlots = true;
    return;
  }
  mirror.slotOfRequest[asked.request] = slot;
  const layouts = (hello.abilities & Ability.layouts) !== 0;
  const alignLog2 =
    layouts && asked.alignLog2 === 0 ? Math.log2(settings.naturalAlign) : asked.alignLog2;
  yield { ...asked, slot, alignLog2 };
}

function* invalidFree(
  { mirror }: OperationSource,
  { size, second, reference }: Request,
  asked: SentOperation,
): Generator<SentOperation> {
  const { blocks, bits } = mirror;
  const slot = blocks.slotOf(reference);
  if (reference >= 0 && slot < 0) {
    mirror.skip();
    return;
  }
  const found = invalidFreeAddress({
    mode: second.offset,
    delta: size.offset,
    slot,
    blocks,
    bits,
    base: Number(mirror.base),
  });
  if (found === undefined) {
    mirror.skip();
    return;
  }
  yield {
    ...asked,
    alignLog2: Math.log2(found.align),
    size: BigInt(found.size),
    second: BigInt(found.address),
    recordedSecond: BigInt(second.offset),
  };
}

const operationOf = (request: number, head: number): SentOperation => ({
  request,
  head,
  kind: head & 31,
  entry: (head >>> 5) & 15,
  alignLog2: 0,
  flags: 0,
  reference: -1,
  block: -1,
  slot: 0,
  size: 0n,
  second: 0n,
});

const readBack = (when: number): SentOperation => ({
  ...operationOf(-1, 0),
  kind: READ_BACK,
  size: BigInt(when),
});

const dependsOnRegion = ({ size, second }: Request): boolean =>
  isOfRegion(size.base) || isOfRegion(second.base);
const isOfRegion = (base: number): boolean =>
  base === QuantityBase.regionBytes || base === QuantityBase.regionRemaining;

const UNKNOWN_END = (1n << 53n) - 1n;

function resolved(
  { mirror, hello }: OperationSource,
  quantity: Request['size'],
  count: bigint | undefined,
): bigint | undefined {
  if (quantity.base === QuantityBase.zero && quantity.offset >= 0) return BigInt(quantity.offset);
  const known = mirror.end < UNKNOWN_END;
  const regionBytes = known ? mirror.end - mirror.base : undefined;
  return resolveQuantity(quantity, {
    sizeMax: (1n << BigInt(hello.sizeBits)) - 1n,
    regionBytes,
    regionRemaining:
      regionBytes === undefined ? undefined : regionBytes - BigInt(mirror.blocks.liveBytes),
    count,
  });
}
