import { EntryPoint } from '../core/entry-point.js';
import { makeProgram, requestsOf, type Program } from '../core/program.js';
import { literal, QuantityBase, type Quantity } from '../core/quantity.js';
import type { Request } from '../core/request.js';
import { DrainOrder, RequestKind } from '../core/request-kind.js';
import type { World } from '../core/world.js';
import { freshBlock } from './deletion-moves.js';
import { fewerRefusedCalls } from './fewer-refused-calls.js';
import {
  hasSize,
  isProducer,
  liveBefore,
  renumber,
  withRequest,
  type Draft,
} from './shrink-draft.js';

/** Moves to programs of the same length: simpler kinds, then the world, then smaller numbers. */
export function* kindMoves(program: Program): Generator<Program> {
  const draft = requestsOf(program);
  for (const [index, request] of draft.entries()) {
    for (const moved of simplerKinds(draft, request, index))
      yield makeProgram(program.world, moved);
    for (const moved of withoutMacro(draft, index, program.world))
      yield makeProgram(program.world, moved);
  }
}

function* simplerKinds(draft: Draft, request: Request, index: number): Generator<Request[]> {
  if (request.thread > 0) yield withRequest(draft, index, { thread: 0 });
  if (request.entry !== EntryPoint.plain) {
    yield withRequest(draft, index, { entry: EntryPoint.plain, alignLog2: 0 });
    yield withRequest(draft, index, { entry: EntryPoint.plain });
  }
  switch (request.kind) {
    case RequestKind.allocZeroed:
    case RequestKind.fill:
      yield withRequest(draft, index, { kind: RequestKind.alloc, second: literal(0) });
      break;
    case RequestKind.allocArray: {
      const product = literal(request.size.offset * request.second.offset);
      const second = literal(0);
      for (const size of [product, { ...request.size }]) {
        yield withRequest(draft, index, { kind: RequestKind.alloc, size, second });
        yield withRequest(draft, index, { kind: RequestKind.allocZeroed, size, second });
      }
      break;
    }
    case RequestKind.reallocArray: {
      const size = literal(request.size.offset * request.second.offset);
      yield withRequest(draft, index, { kind: RequestKind.realloc, size, second: literal(0) });
      break;
    }
    case RequestKind.realloc:
      if (request.reference < 0) yield freshBlock(draft, index);
      else {
        yield freshBlock(draft, index);
        // Later requests move to the new block.
        const { reference } = request;
        yield renumber(
          freshBlock(draft, index),
          () => false,
          (target, at) => (target === reference && at > index ? index : target),
        );
      }
      break;
    case RequestKind.resizeInPlace:
      yield withRequest(draft, index, { kind: RequestKind.realloc });
      break;
    case RequestKind.drain:
      yield withRequest(draft, index, { size: literal(DrainOrder.address), second: literal(0) });
      break;
    default:
      break;
  }
}

/** Bytes to which each grant of a fill may be rounded up, and of a small header. */
const GRANULE = 16;
const BITMAP_GRANULE = 64;

/**
 * A fill as one block of all its bytes, or of a half or a quarter of the region, or as two or three
 * such; a drain as the free of one block. Each macro hides many requests, and what needs their number
 * is rare: most often it is a long block that counts.
 */
function* withoutMacro(draft: Draft, index: number, { regionBytes }: World): Generator<Request[]> {
  const { kind, size, second } = draft[index];
  if (kind === RequestKind.drain) {
    const freed = { kind: RequestKind.dealloc, size: literal(0), second: literal(0) };
    for (const reference of liveBefore(draft, index))
      yield withRequest(draft, index, { ...freed, reference });
  }
  if (kind !== RequestKind.fill || size.base !== 0) return;
  const roundedTo = (granule: number): number => Math.ceil(size.offset / granule) * granule;
  const rounded = roundedTo(GRANULE);
  const each = [size.offset, rounded, rounded + GRANULE, roundedTo(BITMAP_GRANULE)];
  const most = regionBytes === 0 ? 2 ** 31 : regionBytes;
  const lengths = [
    ...each.map((bytes) => bytes * second.offset),
    ...[2, 4].map((part) => Math.floor(regionBytes / part)),
  ];
  for (const bytes of new Set(lengths)) {
    if (bytes <= size.offset || bytes >= most) continue;
    yield withRequest(draft, index, {
      kind: RequestKind.alloc,
      size: literal(bytes),
      second: literal(0),
    });
  }
  for (const grants of FEW_GRANTS) {
    if (grants >= second.offset) return;
    for (const bytes of lengths) {
      const part = Math.ceil(bytes / grants);
      if (part < most)
        yield withRequest(draft, index, { size: literal(part), second: literal(grants) });
    }
  }
}

const FEW_GRANTS = [2, 3];

const MIB = 1_048_576;

export function* worldMoves(program: Program): Generator<Program> {
  const { world, words } = program;
  const changed = (change: Partial<World>): Program => ({ world: { ...world, ...change }, words });
  if (world.fill.kind !== 'zero') yield changed({ fill: { kind: 'zero' } });
  if (world.fill.kind === 'ones') yield changed({ fill: { kind: 'noise', seed: 0 } });
  if (world.fill.kind === 'noise') yield changed({ fill: { kind: 'noise', seed: 0 } });
  for (const baseOffset of smaller(world.baseOffset)) yield changed({ baseOffset });
  for (const resets of [0, 1]) yield changed({ resets });
  for (const mib of smaller(Math.ceil(world.limitBytes / MIB)))
    yield changed({ limitBytes: mib * MIB });
  for (const calls of fewerRefusedCalls(world)) yield changed(calls);
  yield changed({ observe: 'full' });
  for (const regionBytes of regions(world.regionBytes)) {
    yield changed({ regionBytes });
    yield* sizesFollow(program, regionBytes);
  }
}

/** A shorter region, and the sizes that count on its length as much shorter. */
function* sizesFollow(program: Program, regionBytes: number): Generator<Program> {
  const { world } = program;
  const shift = world.regionBytes - regionBytes;
  if (shift <= 0) return;
  const draft = requestsOf(program);
  const isLong = ({ kind, size }: Request): boolean =>
    hasSize({ kind }) && size.base === 0 && size.offset >= Math.max(shift, world.regionBytes / 4);
  if (!draft.some(isLong)) return;
  yield makeProgram(
    { ...world, regionBytes },
    draft.map((request) =>
      isLong(request) ? { ...request, size: literal(request.size.offset - shift) } : request,
    ),
  );
}

/** No region is shorter than this; 0 would leave the region to the subject, another world. */
const SMALLEST_REGION = 64;

/** Round lengths from the smallest on, also above an odd one; then odd ones. */
function* regions(bytes: number): Generator<number> {
  for (let round = SMALLEST_REGION; round < 2 * bytes; round *= 2) yield round;
  for (const odd of smaller(bytes)) if (odd > SMALLEST_REGION) yield odd;
}

/** Smaller sizes, alignments, counts and distances, together where they are equal, and one by one. */
export function* quantityMoves(program: Program): Generator<Program> {
  const draft = requestsOf(program);
  for (const moved of writtenOut(draft, program.world)) yield makeProgram(program.world, moved);
  for (const moved of smallerNumbers(draft)) yield makeProgram(program.world, moved);
}

/** Lengths told by the region's as the numbers that they are. */
function* writtenOut(draft: Draft, { regionBytes }: World): Generator<Request[]> {
  if (regionBytes === 0) return;
  for (const [index, { size }] of draft.entries()) {
    if (size.base !== QuantityBase.regionBytes) continue;
    yield withRequest(draft, index, { size: literal(regionBytes + size.offset) });
  }
}

function* smallerNumbers(draft: Draft): Generator<Request[]> {
  for (const align of new Set(draft.map((request) => request.alignLog2))) {
    for (let alignLog2 = 0; alignLog2 < align; alignLog2++) {
      yield draft.map((request) =>
        request.alignLog2 === align ? { ...request, alignLog2 } : request,
      );
    }
  }
  for (const [index, request] of draft.entries()) {
    for (let alignLog2 = 0; alignLog2 < request.alignLog2; alignLog2++) {
      yield withRequest(draft, index, { alignLog2 });
    }
  }
  const sizes = new Set(
    draft
      .filter((request) => hasSize(request) && request.size.base === 0)
      .map((r) => r.size.offset),
  );
  for (const old of sizes) {
    for (const bytes of smaller(old)) {
      const size = literal(bytes);
      yield draft.map((request) =>
        hasSize(request) && request.size.base === 0 && request.size.offset === old
          ? { ...request, size }
          : request,
      );
    }
  }
  for (const [index, request] of draft.entries()) {
    for (const size of smallerQuantities(request.size)) yield withRequest(draft, index, { size });
    for (const second of smallerQuantities(request.second)) {
      if (request.kind !== RequestKind.deallocInvalid) yield withRequest(draft, index, { second });
    }
  }
  yield* shiftedPairs(draft);
}

function* smallerQuantities(quantity: Quantity): Generator<Quantity> {
  const { base, offset } = quantity;
  if (base === 0) {
    for (const bytes of smaller(offset)) yield literal(bytes);
    return;
  }
  for (const bytes of [0, 1, 16, 1_024, 65_536, MIB, 2 ** 31 - 1]) yield literal(bytes);
  yield { base, offset: 0 };
  for (const distance of smaller(Math.abs(offset))) {
    yield { base, offset: Math.sign(offset) * distance };
  }
}

const FEW = 10;

/** Two sizes lowered by the same number of bytes: what matters is often their difference. */
function* shiftedPairs(draft: Draft): Generator<Request[]> {
  if (draft.length > FEW) return;
  const sized = [...draft.keys()].filter((i) => hasSize(draft[i]) && draft[i].size.base === 0);
  for (const [at, i] of sized.entries()) {
    for (const j of sized.slice(at + 1)) {
      const least = Math.min(draft[i].size.offset, draft[j].size.offset);
      for (const left of smaller(least)) {
        const shift = least - left;
        const lowered = withRequest(draft, i, { size: literal(draft[i].size.offset - shift) });
        yield withRequest(lowered, j, { size: literal(draft[j].size.offset - shift) });
      }
    }
  }
}

/**
 * Numbers below `value` to try, smallest first: the very small and the round ones, then halves of
 * the way down. Repeated until none will do, this ends at a value whose predecessor will not do.
 */
export function* smaller(value: number): Generator<number> {
  if (value < 0) {
    yield 0;
    yield -value;
    return;
  }
  const values = new Set<number>();
  for (let small = 0; small <= 8; small++) values.add(small);
  for (let round = 16; round < value; round *= 2) values.add(round);
  for (let step = value; step >= 1; step = Math.floor(step / 2)) values.add(value - step);
  yield* [...values].filter((candidate) => candidate < value).sort((a, b) => a - b);
}

/** Neighbours swapped where neither needs the other. */
export function* orderMoves(program: Program): Generator<Program> {
  const draft = requestsOf(program);
  for (let i = 0; i + 1 < draft.length; i++) {
    const next = draft[i + 1];
    if (next.reference === i) continue;
    const swap = (index: number): number => (index === i ? i + 1 : index === i + 1 ? i : index);
    const moved = draft.map((_, at) => draft[swap(at)]);
    yield makeProgram(
      program.world,
      moved.map((request) => ({ ...request, reference: swap(request.reference) })),
    );
  }
  for (const [index, request] of draft.entries()) {
    if (request.reference < 0) continue;
    for (let other = 0; other < request.reference; other++) {
      if (isProducer(draft[other])) {
        yield makeProgram(program.world, withRequest(draft, index, { reference: other }));
      }
    }
  }
}
