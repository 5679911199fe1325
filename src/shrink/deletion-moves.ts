import { requestsOf, makeProgram, type Program } from '../core/program.js';
import { literal } from '../core/quantity.js';
import type { Request } from '../core/request.js';
import { RequestKind, codesThat } from '../core/request-kind.js';
import {
  hasSize,
  isProducer,
  liveBefore,
  renumber,
  without,
  withRequest,
  withoutSkipped,
  type Draft,
} from './shrink-draft.js';

/**
 * Moves to programs with fewer requests, beyond leaving some out: names are bound to other blocks,
 * sizes move from a realloc into its block, two blocks become one. Removing a block with all that
 * refers to it is the poorest of moves and gets stuck early, because most minimal programs need some
 * block in that place, though not that one.
 */
export function* deletionMoves(program: Program): Generator<Program> {
  const draft = requestsOf(program);
  for (const moved of drafts(draft)) yield makeProgram(program.world, moved);
  yield* endsInShorterRegions(program);
}

const LONGEST_END = 8;
const SMALLEST_REGION = 64;

/**
 * The last few requests and the blocks that they are about, in regions so short that what filled
 * the found one up is not needed: the region and what fills it have to go together.
 */
function* endsInShorterRegions({ world, words }: Program): Generator<Program> {
  const draft = requestsOf({ world, words });
  const most = Math.min(LONGEST_END, draft.length - 1);
  for (let length = 1; length <= most; length++) {
    const kept = new Set<number>();
    for (let index = draft.length - length; index < draft.length; index++) {
      kept.add(index);
      kept.add(draft[index].reference);
    }
    const end = without(draft, (index) => !kept.has(index));
    for (let bytes = SMALLEST_REGION; bytes < world.regionBytes; bytes *= 2) {
      yield makeProgram({ ...world, regionBytes: bytes }, end);
    }
    yield makeProgram(world, end);
  }
}

const SHORT = 12;
const MEDIUM = 24;
const LONG = 32;
const VERY_LONG = 400;

function* drafts(draft: Draft): Generator<Request[]> {
  const { length } = draft;
  yield withoutSkipped(draft);
  yield* afterLastReset(draft);
  yield* hoistedReallocs(draft);
  if (length <= LONG) yield* movedByRealloc(draft);
  if (length > VERY_LONG) return;
  yield* mergedStretches(draft);
  yield* unifiedBlocks(draft, length <= LONG);
  if (length > LONG) return;
  yield* mergedBlocks(draft);
  if (length > MEDIUM) return;
  yield* withoutPairs(draft);
  if (length > SHORT) return;
  yield* withoutOneAndAnother(draft);
  yield* withoutTriples(draft);
}

function* afterLastReset(draft: Draft): Generator<Request[]> {
  const reset = draft.findLastIndex((request) => request.kind === RequestKind.reset);
  if (reset >= 0) yield without(draft, (index) => index <= reset);
}

const resizes = codesThat('resizes');
const isArray = codesThat('isArray');

/** realloc(A, n) dropped and A asked with n bytes at once, aligned as the realloc asked or as A was. */
function* hoistedReallocs(draft: Draft): Generator<Request[]> {
  for (const [index, { kind, reference, size, alignLog2 }] of draft.entries()) {
    if (reference < 0 || !resizes.has(kind) || isArray.has(kind)) continue;
    yield without(withRequest(draft, reference, { size }), (i) => i === index);
    if (alignLog2 <= draft[reference].alignLog2) continue;
    yield without(withRequest(draft, reference, { size, alignLog2 }), (i) => i === index);
  }
}

/** C = alloc(n) and the free of A behind it, or before, as one realloc(A, n); C's requests go to A. */
function* movedByRealloc(draft: Draft): Generator<Request[]> {
  for (const [freed, { kind, reference: old }] of draft.entries()) {
    if (kind !== RequestKind.dealloc) continue;
    for (const [index, fresh] of draft.entries()) {
      if (fresh.kind !== RequestKind.alloc || index <= old) continue;
      const moved = withRequest(draft, index, { kind: RequestKind.realloc, reference: old });
      yield renumber(
        moved,
        (i) => i === freed,
        (reference) => (reference === index ? old : reference),
      );
    }
  }
}

/** One block left out and its requests put on another: on any, or on the first and the one before. */
function* unifiedBlocks(draft: Draft, onAny: boolean): Generator<Request[]> {
  const producers = [...draft.keys()].filter((index) => isProducer(draft[index]));
  for (const [at, gone] of producers.entries()) {
    for (const other of onAny
      ? producers
      : new Set([producers[0], producers[Math.max(0, at - 1)]])) {
      if (other === gone) continue;
      yield withoutSkipped(
        renumber(
          draft,
          (i) => i === gone,
          (reference) => (reference === gone ? other : reference),
        ),
      );
    }
  }
}

/**
 * Half of the blocks, a quarter and so on down to two that follow each other, as one of all their
 * bytes, with and without what an allocator may spend on each: where the last one lies may matter.
 */
function* mergedStretches(draft: Draft): Generator<Request[]> {
  const producers = [...draft.keys()].filter(
    (index) => isProducer(draft[index]) && draft[index].size.base === 0,
  );
  for (let count = producers.length; count >= 2; count = Math.ceil(count / 2)) {
    for (let from = 0; from + count <= producers.length; from += count) {
      const stretch = producers.slice(from, from + count);
      const gone = new Set(stretch.slice(1));
      const sizes = stretch.map((index) => draft[index].size.offset);
      for (const bytes of sumsOf(sizes)) {
        const size = literal(bytes);
        yield without(withRequest(draft, stretch[0], { size }), (i) => gone.has(i));
      }
    }
    if (count === 2) break;
  }
}

/** Two blocks replaced by one that is as long as both. */
function* mergedBlocks(draft: Draft): Generator<Request[]> {
  const producers = [...draft.keys()].filter((index) => isProducer(draft[index]));
  for (const [at, first] of producers.entries()) {
    for (const second of producers.slice(at + 1)) {
      const a = draft[first].size;
      const b = draft[second].size;
      if (a.base !== 0 || b.base !== 0) continue;
      for (const bytes of sumsOf([a.offset, b.offset])) {
        const grown = withRequest(draft, first, { size: literal(bytes) });
        yield without(grown, (i) => i === second);
        yield withoutSkipped(
          renumber(
            grown,
            (i) => i === second,
            (ref) => (ref === second ? first : ref),
          ),
        );
      }
    }
  }
}

/** Bytes to which sizes are rounded, and of headers, of most allocators; bitmaps have granules of 64. */
const GRANULES = [8, 16, 64];
const HEADERS = [0, 8, 16];

/**
 * How long one block must be to take the room of several: the plain sum, and all but the last rounded
 * up and followed by a header.
 */
function sumsOf(sizes: readonly number[]): Set<number> {
  const last = sizes[sizes.length - 1];
  const sums = new Set([sizes.reduce((sum, size) => sum + size, 0)]);
  for (const granule of GRANULES) {
    const roundedUp = (size: number): number => Math.ceil(Math.max(size, 1) / granule) * granule;
    const rounded = sizes.slice(0, -1).map(roundedUp);
    const before = rounded.reduce((sum, size) => sum + size, 0);
    for (const header of HEADERS) {
      sums.add(before + header * rounded.length + last);
      if (header === 0) sums.add(before + roundedUp(last));
    }
  }
  return new Set([...sums].filter((bytes) => bytes < 2 ** 31));
}

function* withoutPairs(draft: Draft): Generator<Request[]> {
  for (let i = 0; i < draft.length; i++) {
    for (let j = i + 1; j < draft.length; j++) yield without(draft, (k) => k === i || k === j);
  }
}

function* withoutTriples(draft: Draft): Generator<Request[]> {
  for (let i = 0; i < draft.length; i++) {
    for (let j = i + 1; j < draft.length; j++) {
      for (let k = j + 1; k < draft.length; k++) {
        yield without(draft, (at) => at === i || at === j || at === k);
      }
    }
  }
}

/** One request left out and another one bound elsewhere, resized, realigned or made a fresh block. */
function* withoutOneAndAnother(draft: Draft): Generator<Request[]> {
  const sizes = distinctSizes(draft);
  const aligns = new Set([...draft.map((request) => request.alignLog2), 5, 6]);
  for (let gone = 0; gone < draft.length; gone++) {
    const rest = without(draft, (index) => index === gone);
    if (rest.length < draft.length - 1) {
      // The block's own requests are kept on other blocks.
      yield* reboundAround(draft, gone);
    }
    for (const [index, request] of rest.entries()) {
      if (request.reference >= 0) {
        for (const live of liveBefore(rest, index)) {
          if (live !== request.reference)
            yield withoutSkipped(withRequest(rest, index, { reference: live }));
        }
      }
      if (request.kind === RequestKind.realloc && request.reference >= 0)
        yield freshBlock(rest, index);
      if (!hasSize(request)) continue;
      for (const size of sizes) {
        if (size !== request.size.offset) yield withRequest(rest, index, { size: literal(size) });
      }
      if (!isProducer(request) && request.kind !== RequestKind.realloc) continue;
      for (const alignLog2 of aligns) {
        if (alignLog2 > request.alignLog2) yield withRequest(rest, index, { alignLog2 });
      }
    }
  }
}

function* reboundAround(draft: Draft, gone: number): Generator<Request[]> {
  const users = [...draft.keys()].filter((index) => draft[index].reference === gone);
  for (const user of users) {
    for (const live of liveBefore(draft, user)) {
      if (live === gone) continue;
      const rebound = withRequest(draft, user, { reference: live });
      yield withoutSkipped(without(rebound, (index) => index === gone));
    }
  }
}

/** A realloc as an alloc of its own; later requests stay with the old block. */
export function freshBlock(draft: Draft, index: number): Request[] {
  return withRequest(draft, index, { kind: RequestKind.alloc, reference: -1 });
}

/** Sizes that occur, their double, and those of one to three small blocks. */
function distinctSizes(draft: Draft): Set<number> {
  const sizes = new Set([1, 17, 33, 49]);
  for (const request of draft) {
    if (!hasSize(request) || request.size.base !== 0) continue;
    sizes.add(request.size.offset);
    if (request.size.offset < 2 ** 20) sizes.add(2 * request.size.offset);
  }
  return sizes;
}
