import { requestsOf, type Program } from '../../dist/src/core/program.js';
import { RequestKind } from '../../dist/src/core/request-kind.js';

/** One planted bug each; `none` is correct. */
export type PlantedBug =
  'none' | 'rounding' | 'coalesce' | 'reallocInPlace' | 'dirtyZeroed' | 'alignLost' | 'thirteenth';

/** The fewest requests that show each bug. */
export const fewestRequests: Readonly<Record<Exclude<PlantedBug, 'none'>, number>> = {
  rounding: 2,
  coalesce: 5,
  reallocInPlace: 3,
  dirtyZeroed: 3,
  alignLost: 2,
  thirteenth: 13,
};

const POOL = 4_096;
const GRANULE = 16;

interface Block {
  start: number;
  /** Bytes that the allocator keeps for it. */
  length: number;
  free: boolean;
}

/**
 * Whether a program shows a wrong answer of a first-fit allocator over 4,096 bytes with one planted
 * bug: two live ranges that share a byte, a misaligned grant, or a zeroed grant that is not zero. An
 * interpreter of its own, so that shrinking is judged without the parts that it is used by.
 */
export function breaks(bug: PlantedBug, program: Program): boolean {
  const pool = new BuggyFirstFit(bug);
  const live = new Map<number, { start: number; size: number }>();
  return requestsOf(program).some((request, index) => {
    const size = request.size.offset;
    const old = live.get(request.reference);
    switch (request.kind) {
      case RequestKind.alloc:
      case RequestKind.allocZeroed: {
        const align = 2 ** request.alignLog2;
        const start = pool.alloc(size, align, live.size);
        if (start < 0) return false;
        const dirty = request.kind === RequestKind.allocZeroed && pool.isDirty(start, size);
        live.set(index, { start, size });
        return start % align !== 0 || overlaps(live) || dirty;
      }
      case RequestKind.realloc: {
        if (old === undefined) return false;
        const start = pool.realloc(old.start, old.size, size, live.size);
        if (start >= 0) live.set(request.reference, { start, size });
        return overlaps(live);
      }
      case RequestKind.dealloc:
        if (old !== undefined) pool.dealloc(old.start);
        live.delete(request.reference);
        return false;
      default:
        return false;
    }
  });
}

function overlaps(live: ReadonlyMap<number, { start: number; size: number }>): boolean {
  const blocks = [...live.values()].sort((a, b) => a.start - b.start);
  return blocks.some((block, i) => i > 0 && blocks[i - 1].start + blocks[i - 1].size > block.start);
}

class BuggyFirstFit {
  private blocks: Block[] = [{ start: 0, length: POOL, free: true }];
  /** Bytes that were ever granted, and hold what their owner wrote. */
  private readonly dirty = new Uint8Array(POOL);

  constructor(private readonly bug: PlantedBug) {}

  alloc(size: number, align: number, liveBlocks: number): number {
    if (size < 1) return -1;
    const used = this.bug === 'alignLost' && align === 128 ? 64 : align;
    const down = this.bug === 'rounding' && size % GRANULE === 1 && size > GRANULE;
    const length = Math.ceil((size - (down ? 1 : 0)) / GRANULE) * GRANULE;
    for (const [index, block] of this.blocks.entries()) {
      if (!block.free) continue;
      const start = Math.ceil(block.start / used) * used;
      if (start + length > block.start + block.length) continue;
      const grown = this.bug === 'thirteenth' && liveBlocks === 12 ? 0 : start;
      this.take(index, start, length);
      return grown;
    }
    return -1;
  }

  private take(index: number, start: number, length: number): void {
    const { start: from, length: room } = this.blocks[index];
    const parts: Block[] = [
      { start: from, length: start - from, free: true },
      { start, length, free: false },
      { start: start + length, length: from + room - start - length, free: true },
    ];
    this.blocks.splice(index, 1, ...parts.filter((part) => part.length > 0));
  }

  dealloc(start: number): void {
    const index = this.blocks.findIndex((block) => !block.free && block.start === start);
    if (index < 0) return;
    const block = this.blocks[index];
    this.dirty.fill(1, block.start, block.start + block.length);
    block.free = true;
    const before = this.blocks.at(index - 1);
    const after = this.blocks.at(index + 1);
    const left = index > 0 && before?.free === true;
    const right = after?.free === true;
    // The planted one forgets that the block in the middle is counted already.
    const extra = this.bug === 'coalesce' && left && right && this.isInner(index) ? GRANULE : 0;
    if (right && after !== undefined) {
      block.length += after.length;
      this.blocks.splice(index + 1, 1);
    }
    if (left && before !== undefined) {
      before.length += block.length + extra;
      this.blocks.splice(index, 1);
    }
  }

  /** Whether a live block follows the free one behind, which the wrong length then reaches into. */
  private isInner(index: number): boolean {
    return index + 2 < this.blocks.length;
  }

  realloc(start: number, oldSize: number, size: number, liveBlocks: number): number {
    const block = this.blocks.find((candidate) => !candidate.free && candidate.start === start);
    if (block === undefined || size < 1) return -1;
    if (size <= block.length) return start;
    // The planted one takes two granules more to be in the block already.
    if (this.bug === 'reallocInPlace' && size <= block.length + 2 * GRANULE) return start;
    const moved = this.alloc(size, 1, liveBlocks);
    if (moved >= 0 && oldSize > 0) this.dealloc(start);
    return moved;
  }

  isDirty(start: number, size: number): boolean {
    if (this.bug !== 'dirtyZeroed') return false;
    return this.dirty.subarray(start, start + size).includes(1);
  }
}
