import { MOST_FILL_GRANTS } from '../contract/terms/provocations.js';
import { packWord0 } from '../core/request.js';
import { DrainOrder, RequestKind } from '../core/request-kind.js';
import { Feature } from './generator-feature.js';
import { drawAlign, writeOutsideBounds } from './rare-requests.js';
import type { RequestWriter } from './request-writer.js';
import { writeGrow } from './write-grow.js';

/** Short scripts of several requests with drawn sizes: the situations in which allocators break. */

/** A size that leaves room for `count` blocks of it, small in most cases. */
function blockSize(writer: RequestWriter, count: number): number {
  const { plan, random } = writer;
  const left = writer.capacityBytes - writer.liveBytes - writer.filledBytes;
  const most = Math.min(writer.largestBytes, Math.floor(left / (2 * count)));
  return writer.lawful(plan.sizes.alloc, random.logUniform(Math.max(most, 16)));
}

/** Request indices of `count` new equal blocks; fewer where the program or the region ends. */
function equalBlocks(writer: RequestWriter, count: number, size: number): number[] {
  const requests: number[] = [];
  for (let i = 0; i < count && writer.room > 0; i++) {
    const slot = writer.alloc(size);
    if (slot < 0) break;
    requests.push(writer.liveRequest[slot]);
  }
  return requests;
}

function resize(writer: RequestWriter, request: number, size: number): void {
  const slot = writer.slotOf(request);
  if (slot >= 0) writer.realloc(slot, writer.lawful(writer.plan.sizes.realloc, size));
}

function release(writer: RequestWriter, request: number): void {
  const slot = writer.slotOf(request);
  if (slot >= 0 && writer.plan.kinds.includes('dealloc')) writer.free(slot);
}

/** Neighbours A B C, B freed, A grown step by step into the hole and past it. */
export function writeLadder(writer: RequestWriter): void {
  const { random } = writer;
  const size = blockSize(writer, 4);
  const [a, b, c] = equalBlocks(writer, 3, size);
  if (a === undefined || b === undefined || c === undefined) return;
  release(writer, b);
  const step = 1 + random.logUniform(Math.max(16, size >> 1));
  const steps = 2 + random.below(8);
  for (let i = 1; i <= steps; i++) resize(writer, a, size + i * step);
  if (random.oneIn(2)) release(writer, a);
  writer.features |= Feature.reallocLadder;
}

/** The middle of three live blocks shrunk, perhaps something put into the rest, then grown. */
export function writeShrinkThenGrow(writer: RequestWriter): void {
  const { random } = writer;
  const size = blockSize(writer, 4);
  const [a, b, c] = equalBlocks(writer, 3, size);
  if (a === undefined || b === undefined || c === undefined) return;
  const smaller = random.oneIn(2) ? size >> 1 : size - 1 - random.logUniform(size - 1);
  resize(writer, b, smaller);
  if (random.oneIn(2)) writer.alloc(writer.lawful(writer.plan.sizes.alloc, (size - smaller) >> 1));
  resize(writer, b, size + (random.oneIn(2) ? 0 : random.logUniform(size)));
  if (random.oneIn(2)) release(writer, a);
  if (random.oneIn(2)) resize(writer, b, 2 * size);
  writer.features |= Feature.shrinkThenGrow;
}

/** realloc to 1..15 and back up: where the free-list links of a block do not fit any more. */
export function writeReallocTiny(writer: RequestWriter): void {
  const { plan, random } = writer;
  const slot = writer.resizableSlot();
  if (slot < 0) return;
  const before = writer.liveSize[slot];
  writer.realloc(slot, writer.lawful(plan.sizes.realloc, 1 + random.below(15)));
  if (before > 0 && random.oneIn(2))
    writer.realloc(slot, writer.lawful(plan.sizes.realloc, before));
  writer.features |= Feature.reallocTiny;
}

/** n equal blocks, freed in a random permutation, then one that only coalesced room can hold. */
export function writePermutedFrees(writer: RequestWriter): void {
  const { plan, random } = writer;
  const count = 2 + random.logUniform(Math.min(30, writer.room >> 1));
  const size = blockSize(writer, count);
  const requests = equalBlocks(writer, count, size);
  const freed = random.oneIn(3) ? requests.length - 1 : requests.length;
  for (let i = requests.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [requests[i], requests[j]] = [requests[j], requests[i]];
  }
  for (let i = 0; i < freed; i++) release(writer, requests[i]);
  writer.alloc(writer.lawful(plan.sizes.alloc, size * Math.max(1, freed - random.below(2))));
  writer.features |= Feature.permutedFrees;
}

/** A block freed and the same layout asked at once (S23), zeroed where that can be asked. */
export function writeSameAgain(writer: RequestWriter): void {
  const { plan, random } = writer;
  const size = blockSize(writer, 2);
  const alignLog2 = random.oneIn(2) ? 0 : drawAlign(writer);
  const slot = writer.alloc(size, alignLog2);
  if (slot < 0 || writer.room < 2) return;
  const bytes = writer.liveSize[slot];
  writer.free(slot);
  const zeroed = plan.kinds.includes('allocZeroed') && random.oneIn(2);
  if (zeroed)
    writer.grant(RequestKind.allocZeroed, writer.lawful(plan.sizes.allocZeroed, bytes), 0);
  else writer.alloc(bytes, alignLog2);
  writer.features |= Feature.sameAgain;
}

/** Most grants of one fill where larger blocks may be asked. */
const MOST_GRANTS = 1_024;
/** Grants of a fill of long blocks. */
const FEW_GRANTS = 30;

/**
 * Bytes to fill and in how many parts, at most so many and two. What a subject holds at rest may be mostly
 * free: to fill that as well takes blocks so long that few do.
 */
function drawRoom(
  { plan, random, capacityBytes, liveBytes, filledBytes }: RequestWriter,
  mostParts: number,
): { readonly left: number; readonly parts: number } {
  const { heldBytes } = plan.worlds;
  const held = heldBytes > 0 && random.oneIn(3) ? heldBytes : 0;
  return {
    left: Math.max(16, capacityBytes - liveBytes - filledBytes) + held,
    parts: held > 0 ? random.below(FEW_GRANTS) : random.logUniform(mostParts),
  };
}

/** Full, then what must be refused or must not: realloc, extend, free one, and full again. */
export function writeFillAgain(writer: RequestWriter): void {
  const { plan, random } = writer;
  if (!writer.bounded || writer.room < 6) return;
  const mark = blockSize(writer, 8);
  const [a, b] = equalBlocks(writer, 2, mark);
  const { left, parts } = drawRoom(writer, MOST_GRANTS - 2);
  const size = writer.lawful(plan.sizes.alloc, Math.ceil(left / (2 + parts)));
  const grants = Math.min(MOST_FILL_GRANTS, Math.ceil(left / size) + 2);
  const alignLog2 =
    plan.alignedEntries.includes('plain') && random.oneIn(4) ? drawAlign(writer) : 0;
  fill(writer, size, alignLog2, grants);
  if (plan.worlds.growsWithinRegion && writer.regionBytes > plan.sizes.alloc.largest) {
    // One that no block of the fill left room for, since what is longer than the region is not asked.
    writer.put(RequestKind.alloc, -1, plan.sizes.alloc.largest, 0);
  }
  if (a !== undefined && plan.kinds.includes('realloc')) resize(writer, a, 2 * mark + size);
  if (plan.kinds.includes('extend') && random.oneIn(2)) {
    writeGrow(writer);
    fill(writer, size, alignLog2, grants);
  }
  if (b !== undefined) release(writer, b);
  if (random.oneIn(2)) fill(writer, size, alignLog2, grants);
  if (b !== undefined) writer.alloc(mark);
  writer.features |= Feature.fillAgain;
  if (plan.kinds.includes('drain') && !random.oneIn(4)) writeDrain(writer);
  else if (plan.kinds.includes('reset') && random.oneIn(2)) writeReset(writer);
}

function fill(writer: RequestWriter, size: number, alignLog2: number, grants: number): void {
  const request = writer.put(packWord0(RequestKind.fill, 0, alignLog2, 0, 0, 0), -1, size, grants);
  if (request >= 0) writer.filledBytes = writer.capacityBytes - writer.liveBytes;
}

export function writeDrain(writer: RequestWriter): void {
  const { random } = writer;
  const order = random.below(4);
  const seed = order === DrainOrder.random ? random.below(1_000) : 0;
  if (writer.put(RequestKind.drain, -1, order, seed) < 0) return;
  writer.forgetAll();
  writer.features |= Feature.drained;
}

export function writeReset(writer: RequestWriter): void {
  if (writer.liveCount > 0) writer.features |= Feature.resetWithLive;
  if (writer.put(RequestKind.reset, -1, 0, 0) >= 0) writer.forgetAll();
}

/** Enough grants of a few bytes to outgrow what a small module holds at rest. */
const TINY_GRANTS = 6_000;

/** A memory that grows is first grown by whatever comes last, and that may be tiny. */
export function writeTinyFill(writer: RequestWriter): void {
  fill(writer, writer.lawful(writer.plan.sizes.alloc, 1 + writer.random.below(16)), 0, TINY_GRANTS);
  writer.features |= Feature.fillAgain;
}

/** Fills up and asks for one more, or for a size that is refused, where a refusal ends the execution. */
export function writeExhaustion(writer: RequestWriter): void {
  const { below, smallest, above } = writer.plan.sizes.alloc;
  const isSizeRefused = above === 'refused' || (below === 'refused' && smallest > 1);
  if (isSizeRefused && writer.random.oneIn(3)) {
    writeOutsideBounds(writer);
    return;
  }
  if (!writer.bounded || !writer.plan.kinds.includes('fill')) return;
  const { left, parts } = drawRoom(writer, 62);
  const size = writer.lawful(writer.plan.sizes.alloc, Math.ceil(left / (2 + parts)));
  fill(writer, size, 0, Math.min(MOST_FILL_GRANTS, Math.ceil(left / size) + 2));
  writer.features |= Feature.fillAgain;
}
