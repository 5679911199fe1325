import { RequestKind } from '../core/request-kind.js';
import { drawAlign } from './rare-requests.js';
import type { RequestWriter } from './request-writer.js';
import type { SizeRule } from '../contract/requests/size-law.js';
import { sizeFrom } from './size-draw.js';

/** The everyday requests, made of two random words: `r` chose the action, `s` is for the size. */

/** A grant without alignment: a size and one request, the shortest way. */
export function writeGrant(writer: RequestWriter, kind: number, rule: SizeRule, s: number): void {
  const size = writer.lawful(rule, sizeFrom(writer, s));
  writer.book(writer.put(kind, -1, size, 0), size);
}

export function writeAligned(
  writer: RequestWriter,
  kind: number,
  rule: SizeRule,
  r: number,
  s: number,
): void {
  const alignLog2 = alignFrom(r, writer.alignLog2Most);
  writer.grant(kind, writer.lawful(rule, sizeFrom(writer, s)), alignLog2);
}

/** log2 of an alignment, 1 to `most`, from the word that chose the action. */
export const alignFrom = (r: number, most: number): number =>
  1 + ((((r >>> 16) & 255) * most) >>> 8);

/** allocArray, or reallocArray of a live block where `slot` is one. */
export function writeArray(
  writer: RequestWriter,
  slot: number,
  rule: SizeRule,
  r: number,
  s: number,
): void {
  if (slot >= 0 && writeIfStuck(writer, slot)) return;
  const total = writer.lawful(rule, sizeFrom(writer, s));
  const many = 1 + ((r >>> 8) & 15);
  const up = Math.ceil(total / many);
  const fits = up * many <= rule.largest && up * many <= writer.ceilingBytes;
  const count = fits ? many : 1;
  const size = fits ? up : total;
  if (slot >= 0) {
    writer.put(RequestKind.reallocArray, writer.liveRequest[slot], size, count);
    writer.resized(slot, size * count);
  } else {
    writer.book(writer.put(RequestKind.allocArray, -1, size, count), size * count);
  }
}

/** realloc or resizeInPlace: small growth, half, double, the same, and anything. */
export function writeResize(
  writer: RequestWriter,
  kind: number,
  rule: SizeRule,
  slot: number,
  r: number,
  s: number,
): void {
  if (writeIfStuck(writer, slot)) return;
  const size = writer.lawful(rule, newSize(writer, writer.liveSize[slot], r, s));
  const align =
    kind === RequestKind.realloc && (s & 3) === 0 && writer.plan.newAlignment
      ? drawAlign(writer)
      : 0;
  writer.put(kind | (align << ALIGN_SHIFT), writer.liveRequest[slot], size, 0);
  writer.resized(slot, size);
}

function newSize(writer: RequestWriter, old: number, r: number, s: number): number {
  switch ((r >>> 8) & 7) {
    case 0:
    case 1:
      return old + 1 + ((s >>> 8) & 31);
    case 2:
      return old * 2;
    case 3:
      return old >> 1;
    case 4:
      return old - 1 - ((s >>> 8) & 31);
    case 5:
      return old;
    default:
      return sizeFrom(writer, s);
  }
}

/** Gets rid of a block of size 0 where resizing it is undefined; answers whether it did. */
function writeIfStuck(writer: RequestWriter, slot: number): boolean {
  const { plan } = writer;
  if (writer.liveSize[slot] > 0 || plan.reallocOfZeroSize) return false;
  if (plan.kinds.includes('dealloc')) writer.free(slot);
  else writer.remove(slot);
  return true;
}

const ALIGN_SHIFT = 9;
