import type { ContractInput } from '../../../src/contract/document/contract-schema.js';
import type { Allocator } from '../../../src/subjects/module-port.js';
import { alignUp, isPowerOfTwo } from './power-of-two.js';

/** Offsets 0 to 16,386: 0 is an address like any other, and the end is aligned to nothing. */
export const SPACE_BYTES = 16_387;

export interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * Correct: a best-fit sub-allocator of offsets, as for a GPU heap or an id space. It has no memory
 * at all; free ranges and live ones are kept in order in JS, and a grant costs what was asked.
 */
export class OffsetSpace implements Allocator {
  protected end = SPACE_BYTES;
  /** In order, and never touching. */
  protected free: Range[] = [];
  protected readonly live = new Map<number, Range>();

  constructor() {
    this.reset();
  }

  region(): { base: number; end: number } {
    return { base: 0, end: this.end };
  }

  alloc(size: number, align: number): number | null {
    if (!isPowerOfTwo(align) || size === 0) return null;
    const hole = this.findHole(size, align);
    if (hole === undefined) return null;
    const start = this.startIn(hole, size, align);
    this.occupy(hole, { start, end: start + this.lengthOf(size) });
    return start;
  }

  /** False where nothing live starts at the offset. */
  dealloc(offset: number): boolean {
    const range = this.live.get(offset);
    if (range === undefined) return false;
    this.live.delete(offset);
    this.giveBack(range);
    return true;
  }

  resizeInPlace(offset: number, _oldSize: number, newSize: number, align: number): boolean {
    const range = this.live.get(offset);
    if (range === undefined || offset % align !== 0) return false;
    const next = this.free.find((hole) => hole.start === range.end);
    const limit = next?.end ?? range.end;
    const end = offset + this.lengthOf(newSize);
    if (end > limit) return false;
    this.live.delete(offset);
    this.giveBack(range);
    const hole = this.free.find((each) => each.start <= offset && offset < each.end);
    if (hole !== undefined) this.occupy(hole, { start: offset, end });
    return true;
  }

  reset(): void {
    this.live.clear();
    this.free = [{ start: 0, end: this.end }];
  }

  extend(bytes: number): boolean {
    const from = this.end;
    this.end += bytes;
    this.giveBack({ start: from, end: this.end });
    return true;
  }

  /** The lowest of the shortest holes that fit. */
  protected findHole(size: number, align: number): Range | undefined {
    let best: Range | undefined;
    for (const hole of this.free) {
      if (!this.fits(hole, size, align)) continue;
      if (best === undefined || hole.end - hole.start < best.end - best.start) best = hole;
    }
    return best;
  }

  protected fits(hole: Range, size: number, align: number): boolean {
    return alignUp(hole.start, align) + size <= hole.end;
  }

  protected startIn(hole: Range, _size: number, align: number): number {
    return alignUp(hole.start, align);
  }

  protected lengthOf(size: number): number {
    return size;
  }

  protected occupy(hole: Range, range: Range): void {
    const rest = [
      { start: hole.start, end: range.start },
      { start: range.end, end: hole.end },
    ].filter((each) => each.start < each.end);
    this.free.splice(this.free.indexOf(hole), 1, ...rest);
    this.live.set(range.start, range);
  }

  protected giveBack(range: Range): void {
    if (range.start === range.end) return;
    const left = this.free.find((hole) => hole.end === range.start);
    const right = this.free.find((hole) => hole.start === range.end);
    const merged = { start: left?.start ?? range.start, end: right?.end ?? range.end };
    this.free = this.free
      .filter((hole) => hole !== left && hole !== right)
      .concat(merged)
      .sort((a, b) => a.start - b.start);
  }
}

export const contract: ContractInput = {
  name: 'best-fit offsets',
  requests: ['alloc', 'resizeInPlace', 'dealloc', 'deallocInvalid', 'reset', 'extend', 'badAlign'],
  sizes: { abovePtrdiffMax: 'refused' },
  alignment: { natural: 1, maximum: 4_096, bad: 'rejected' },
  nulls: 'gap',
  gap: { granuleBytes: 1, overheadBytes: 0, alignSlack: 'align' },
  region: { smallestUsefulBytes: 1_024, reserveBytes: 1_024, growGranuleBytes: 1 },
  free: { foreign: 'rejected', interior: 'rejected', twice: 'rejected' },
  reclaims: 'everything',
  reuse: 'sameLayout',
  deterministic: 'claimed',
};

export default function offsetSpace(): OffsetSpace {
  return new OffsetSpace();
}
