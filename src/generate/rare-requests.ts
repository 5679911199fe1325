import { isBadAlignment } from '../contract/requests/lawful-calls.js';
import { asksAny, type SizeRule } from '../contract/requests/size-law.js';
import { EntryPoint } from '../core/entry-point.js';
import { QuantityBase, quantityOf } from '../core/quantity.js';
import { packWord0 } from '../core/request.js';
import { RequestKind } from '../core/request-kind.js';
import { Feature } from './generator-feature.js';
import { symbolic, type RequestWriter } from './request-writer.js';

/** Single requests that uniform draws would hardly ever make. Each writes nothing where it cannot apply. */

const badAlignments = [3, 5, 6, 7, 12, 24, 33, 48, 100, 4_095, 65_535, 1, 2, 4] as const;

/** A size that nothing can hold, as alloc or, with a live block to lose, as realloc. */
export function writeExtreme(writer: RequestWriter, asRealloc: boolean): void {
  const { plan, random } = writer;
  const slot = asRealloc ? writer.resizableSlot() : -1;
  if (asRealloc && slot < 0) return;
  const alignLog2 = asRealloc || random.oneIn(2) ? 0 : drawAlign(writer);
  const entry =
    alignLog2 === 0 ? EntryPoint.plain : writer.alignedEntry(RequestKind.alloc, alignLog2);
  if (entry < 0) return;
  const rule = asRealloc ? plan.sizes.realloc : plan.sizes.alloc;
  if (!asksAny(rule)) {
    writeLargest(writer, slot, rule);
    return;
  }
  const isRefused = plan.abovePtrdiffMax === 'refused';
  const reference = asRealloc ? writer.liveRequest[slot] : -1;
  // What is undefined from, a request is kept below of by the alignment that goes with it.
  const keptLog2 = isRefused ? 0 : Math.max(plan.carriedAlignLog2, writer.alignLog2Of(reference));
  const align = 2 ** Math.max(alignLog2, keptLog2);
  let [base, offset] = isRefused ? drawAbove(writer) : [QuantityBase.ptrdiffMax, 0];
  const isBelow = writer.bounded && random.oneIn(2);
  if (isBelow) [base, offset] = drawBelow(writer, align);
  else if (!isRefused) {
    // The size rounded up to the alignment must not exceed PTRDIFF_MAX; without a limit nothing
    // between that and a mebibyte is asked.
    if (!writer.bounded) return;
    offset = 1 - align - random.logUniform(4_096);
  }
  if (entry === EntryPoint.aligned_alloc && plan.sizeMultiple) {
    base = isRefused ? QuantityBase.sizeMax : QuantityBase.ptrdiffMax;
    offset = 1 - align * (1 + random.below(4));
  }
  const kind = asRealloc ? RequestKind.realloc : RequestKind.alloc;
  const word0 = symbolic(kind, base, alignLog2, entry);
  if (writer.putIfLawful(word0, reference, offset, 0) >= 0) writer.features |= Feature.extremeSize;
}

/** The largest that may be asked or a little less, which is longer than many a memory. */
function writeLargest(writer: RequestWriter, slot: number, { largest }: SizeRule): void {
  const { plan, random } = writer;
  if (!writer.bounded) return;
  const near = BigInt(random.logUniform(Math.min(4_096, largest)));
  const { exactPtrdiffMax } = plan;
  const most = BigInt(largest) < exactPtrdiffMax ? BigInt(largest) : exactPtrdiffMax;
  const size = quantityOf(most - near + 1n);
  if (size === undefined) return;
  const word0 = symbolic(slot < 0 ? RequestKind.alloc : RequestKind.realloc, size.base);
  const reference = slot < 0 ? -1 : writer.liveRequest[slot];
  writer.putIfLawful(word0, reference, size.offset, 0);
}

/** Above PTRDIFF_MAX, whatever the width. */
function drawAbove(writer: RequestWriter): [number, number] {
  const { random, plan } = writer;
  const near = random.logUniform(8_192);
  switch (random.below(4)) {
    case 0:
      return [QuantityBase.sizeMax, -near];
    case 1:
      return [QuantityBase.ptrdiffMax, 1 + near];
    case 2:
      return [QuantityBase.powerOfTwo + plan.sizeBits - 1, near];
    default:
      return [QuantityBase.sizeMax, -random.below(64)];
  }
}

/**
 * A size that PTRDIFF_MAX allows and the region does not: a little above a power of two, of which 32
 * bits keep only the little; just below one, which a search by classes rounds up to a class that is
 * not there; or so close below PTRDIFF_MAX that a header makes a signed sum negative.
 */
function drawBelow(writer: RequestWriter, align: number): [number, number] {
  const { random, plan } = writer;
  if (random.oneIn(2)) return drawBelowPower(writer);
  const near = random.logUniform(4_096);
  const powers = plan.sizeBits - 1 - 32;
  if (powers <= 0 || random.oneIn(3)) return [QuantityBase.ptrdiffMax, 1 - align - near];
  const power = random.oneIn(2) ? 32 : 32 + random.below(powers);
  return [QuantityBase.powerOfTwo + power, near];
}

/** The powers at which tables of classes end, on 32 bits and where sizes are kept in 32. */
const ENDS_OF_TABLES = [30, 31, 32];

/** 2^k, above what the region has, less a distance that is at most the width of the last class. */
function drawBelowPower({ random, plan, capacityBytes }: RequestWriter): [number, number] {
  const least = 33 - Math.clz32(capacityBytes);
  const most = plan.sizeBits - 1;
  const drawn = random.oneIn(2)
    ? ENDS_OF_TABLES[random.below(ENDS_OF_TABLES.length)]
    : least + random.below(most - least + 1);
  const power = Math.min(most, Math.max(least, drawn));
  const width = 2 ** Math.min(30, power - 5);
  return [QuantityBase.powerOfTwo + power, -1 - random.logUniform(width - 1)];
}

/** count * size that wraps to a small number; in 32 bits solved for an odd count by its inverse. */
export function writeWrappedProduct(writer: RequestWriter): void {
  const { plan, random } = writer;
  const small = 1 + random.logUniform(256);
  const array = plan.kinds.includes('allocArray');
  const slot = plan.kinds.includes('reallocArray') ? writer.resizableSlot() : -1;
  const asRealloc = slot >= 0 && (!array || random.oneIn(2));
  if (!asRealloc && !array) return;
  const kind = asRealloc ? RequestKind.reallocArray : RequestKind.allocArray;
  const reference = asRealloc ? writer.liveRequest[slot] : -1;
  writer.features |= Feature.wrappedProduct;
  if (plan.sizeBits === 32 && random.oneIn(2)) {
    const count = (3 + 2 * random.below(50_000)) | 1;
    const size = Math.imul(inverse(count), small) >>> 0;
    if (size * count < 2 ** 32) return;
    const base = size >= 2 ** 31 ? QuantityBase.powerOfTwo + 31 : QuantityBase.zero;
    writer.putIfLawful(symbolic(kind, base), reference, size & 0x7fffffff, count);
    return;
  }
  if (plan.sizeBits !== 53 && random.oneIn(2)) {
    const log2 = 1 + random.below(24);
    const base = QuantityBase.powerOfTwo + plan.sizeBits - log2;
    writer.putIfLawful(symbolic(kind, base), reference, small - 1, 2 ** log2);
    return;
  }
  const count = 2 + random.logUniform(65_536);
  writer.putIfLawful(symbolic(kind, QuantityBase.sizeMaxOverCount), reference, small, count);
}

/** The inverse of an odd number modulo 2^32, by Newton's iteration. */
function inverse(odd: number): number {
  let result = odd;
  for (let i = 0; i < 4; i++) result = Math.imul(result, 2 - Math.imul(odd, result));
  return result;
}

/** Exactly what is left, a little less, one more; or the whole region and more. */
export function writeRemaining(writer: RequestWriter): void {
  const { random, plan } = writer;
  const base = random.oneIn(4) ? QuantityBase.regionBytes : QuantityBase.regionRemaining;
  const { zero, smallest, largest, below } = plan.sizes.alloc;
  const { ownBytes } = plan.region;
  if (ownBytes !== undefined) {
    // More than a heap of the subject's own: one more, or up to twice as much.
    const beyond = ownBytes + 1 + random.below(random.oneIn(2) ? 8 : Math.min(ownBytes, 2 ** 24));
    const request = writer.putIfLawful(RequestKind.alloc, -1, beyond, 0);
    if (request >= 0) writer.features |= Feature.exactRemaining;
    return;
  }
  if (writer.regionBytes + 8 > largest) {
    // The whole region may not be asked for; the most that may is too much for one nearly full.
    if (plan.worlds.growsWithinRegion) writer.put(RequestKind.alloc, -1, largest, 0);
    return;
  }
  if (plan.worlds.growsWithinRegion) {
    // What there is now says nothing of what there may be.
    writer.putIfLawful(RequestKind.alloc, -1, writer.regionBytes + 1 + random.below(8), 0);
    return;
  }
  // Nobody knows beforehand what remains: it may be nothing, or less than may be asked.
  const anyRest = zero && (smallest === 1 || below !== 'undefined');
  const least = base === QuantityBase.regionBytes || anyRest ? 0 : smallest;
  const down = anyRest && random.oneIn(2) ? 8 * random.below(3) : 0;
  const offset = least + (down > 0 ? -down : random.below(3));
  const word0 = symbolic(RequestKind.alloc, base);
  if (writer.putIfLawful(word0, -1, offset, 0) >= 0) writer.features |= Feature.exactRemaining;
}

export function writeZeroSize(writer: RequestWriter): void {
  const { plan, random } = writer;
  writer.features |= Feature.zeroSize;
  const slot = plan.reallocToZero === 'undefined' || random.oneIn(2) ? -1 : writer.resizableSlot();
  if (slot >= 0 && plan.kinds.includes('realloc')) {
    writer.put(RequestKind.realloc, writer.liveRequest[slot], 0, 0);
    if (plan.reallocToZeroEnds) writer.remove(slot);
    else writer.resized(slot, 0);
    return;
  }
  const zeroed =
    !plan.kinds.includes('alloc') || (plan.kinds.includes('allocZeroed') && random.oneIn(4));
  const array = plan.kinds.includes('allocArray') && plan.sizes.allocArray.zero && random.oneIn(3);
  if (array) {
    const none = random.oneIn(2);
    const size = none ? 0 : 8;
    const request = writer.put(RequestKind.allocArray, -1, size, none ? 8 : 0);
    if (request >= 0) writer.book(request, 0);
    return;
  }
  const kind = zeroed ? RequestKind.allocZeroed : RequestKind.alloc;
  writer.grant(kind, 0, random.oneIn(2) ? 0 : drawAlign(writer));
}

/** Below the smallest or above the largest size, where the contract says what happens. */
export function writeOutsideBounds(writer: RequestWriter): void {
  const { plan, random } = writer;
  const rule = plan.sizes.alloc;
  const below = rule.smallest > 1 && rule.below !== 'undefined';
  writer.features |= Feature.outsideBounds;
  if (below && (rule.above !== 'refused' || random.oneIn(2))) {
    const size = 1 + random.below(rule.smallest - 1);
    const request = writer.put(RequestKind.alloc, -1, size, 0);
    if (request >= 0 && rule.below === 'roundedUp') writer.book(request, size);
    return;
  }
  const quantity = quantityOf(BigInt(rule.largest + 1 + random.logUniform(65_536)));
  if (quantity === undefined) return;
  writer.putIfLawful(symbolic(RequestKind.alloc, quantity.base), -1, quantity.offset, 0);
}

export function writeSmallSizeLargeAlign(writer: RequestWriter): void {
  const { plan, random } = writer;
  const alignLog2 = Math.log2(plan.maxAlign) - random.below(3);
  if (alignLog2 < 1) return;
  writer.alloc(writer.lawful(plan.sizes.alloc, 1 + random.below(16)), alignLog2);
  writer.features |= Feature.smallSizeLargeAlign;
}

export function writeSizeEqualsAlign(writer: RequestWriter): void {
  const alignLog2 = drawAlign(writer);
  const size = 2 ** alignLog2;
  const { plan } = writer;
  if (writer.lawful(plan.sizes.alloc, size) !== size) return;
  writer.alloc(size, alignLog2);
  writer.features |= Feature.sizeEqualsAlign;
}

/** Headers of 8 to 64 bytes taken off pages and chunks, and a little around them. */
export function writePageEdge(writer: RequestWriter): void {
  const { plan, random } = writer;
  const edge = random.oneIn(2) ? 4_096 : 65_536;
  const multiple = edge * (1 + random.below(4));
  const size = multiple - 8 * random.below(9) + (random.oneIn(2) ? random.below(3) - 1 : 0);
  if (size > writer.capacityBytes) return;
  writer.alloc(writer.lawful(plan.sizes.alloc, size));
  writer.features |= Feature.pageEdge;
}

export function writeBadAlign(writer: RequestWriter): void {
  const { plan, random } = writer;
  const bad = badAlignments.filter((align) => isBadAlignment(align, plan));
  const align = bad[random.below(bad.length)];
  const entry = EntryPoint[plan.badAlignEntry];
  const size = writer.anySize(plan.sizes.badAlign);
  writer.put(packWord0(RequestKind.badAlign, entry, 0, 0, 0, 0), -1, size, align);
}

export function writeUsable(writer: RequestWriter): void {
  const slot = writer.resizableSlot();
  if (slot >= 0) writer.put(RequestKind.usable, writer.liveRequest[slot], 0, 0);
}

export function writeReallocNull(writer: RequestWriter): void {
  const size = writer.anySize(writer.plan.sizes.realloc);
  const request = writer.put(RequestKind.realloc, -1, size, 0);
  if (request >= 0) writer.book(request, size);
}

/** log2 of an alignment from 2 to the largest, 0 where none can be asked. */
export function drawAlign(writer: RequestWriter): number {
  const most = Math.log2(writer.plan.maxAlign);
  return most === 0 ? 0 : 1 + writer.random.below(most);
}
