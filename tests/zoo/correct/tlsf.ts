import type { ContractInput } from '../../../src/contract/document/contract-schema.js';
import type { Allocator, Pool } from '../../../src/subjects/module-port.js';
import { BoundaryTags, HEADER_BYTES } from './boundary-tags.js';
import { alignDown, alignUp } from './power-of-two.js';

/** Blocks are multiples of it, and their payloads are aligned to it. */
const GRANULE_BYTES = 16;
const SECOND_LEVEL_LOG2 = 4;
const LISTS_PER_LEVEL = 2 ** SECOND_LEVEL_LOG2;
/** Blocks below this are listed by granules; from here on each power of two is cut in 16. */
const LINEAR_BYTES = GRANULE_BYTES * LISTS_PER_LEVEL;
/** No larger block is listed, so that 32-bit arithmetic is enough. */
const LARGEST_BLOCK_BYTES = 2 ** 30;
/** Ends a list. */
export const NONE = 0xffff_ffff;

/**
 * Correct: two-level segregated fit with immediate coalescing. A request is rounded up to the next
 * list, any block of which is long enough; it is therefore lawfully refused where the only block
 * that would fit stands in the list below, and so is what was just freed.
 *
 * Free blocks are chained both ways through the first eight bytes behind their header.
 *
 * Source: M. Masmano and others, "TLSF: a New Dynamic Memory Allocator for Real-Time Systems",
 * ECRTS 2004.
 */
export class Tlsf implements Allocator {
  readonly memory: ArrayBufferLike;
  protected readonly bytes: Uint8Array;
  protected readonly words: DataView;
  protected readonly run: BoundaryTags;
  /** Bit f is set while any list of level f has a block. */
  protected levels = 0;
  /** Bit s of word f is set while list (f, s) has a block. */
  protected readonly lists = new Int32Array(32);
  /** First block of list (f, s), at f * 16 + s. */
  protected readonly heads = new Uint32Array(32 * LISTS_PER_LEVEL);

  constructor(pool: Pool) {
    this.memory = pool.memory;
    this.bytes = new Uint8Array(pool.memory);
    this.words = new DataView(pool.memory);
    const end = pool.base + Math.min(pool.bytes, LARGEST_BLOCK_BYTES);
    const start = alignUp(pool.base + HEADER_BYTES, GRANULE_BYTES) - HEADER_BYTES;
    const blocksEnd = start + Math.max(0, alignDown(end - start, GRANULE_BYTES));
    this.run = new BoundaryTags(() => this.words, start, blocksEnd);
    this.reset();
  }

  alloc(size: number, align: number): number | null {
    if (align > GRANULE_BYTES) return null;
    const bytes = this.blockBytes(size);
    if (bytes > LARGEST_BLOCK_BYTES) return null;
    const block = this.findBlock(bytes);
    if (block === NONE) return null;
    this.unlist(block);
    this.split(block, bytes);
    return block + HEADER_BYTES;
  }

  realloc(address: number, oldSize: number, newSize: number, align: number): number | null {
    const block = address - HEADER_BYTES;
    const bytes = this.blockBytes(newSize);
    const next = this.run.after(block);
    const end = this.run.freeFollows(block) ? this.run.after(next) : next;
    if (align <= GRANULE_BYTES && block + bytes <= end) {
      if (end > next) this.unlist(next);
      this.run.write(block, end - block, true);
      this.split(block, bytes);
      return address;
    }
    const moved = this.alloc(newSize, align);
    if (moved === null) return null;
    this.bytes.copyWithin(moved, address, address + Math.min(oldSize, newSize));
    this.dealloc(address);
    return moved;
  }

  dealloc(address: number): void {
    let block = address - HEADER_BYTES;
    let end = this.run.after(block);
    if (this.run.freeFollows(block)) {
      this.unlist(end);
      end = this.run.after(end);
    }
    const left = this.run.before(block);
    if (left !== undefined && !this.run.isUsed(left)) {
      this.unlist(left);
      block = left;
    }
    this.enlist(block, end - block);
  }

  deallocNull(): void {
    // As free(NULL): nothing.
  }

  usableSize(address: number): number {
    return this.run.sizeOf(address - HEADER_BYTES) - HEADER_BYTES;
  }

  reset(): void {
    this.levels = 0;
    this.lists.fill(0);
    this.heads.fill(NONE);
    this.run.clear();
    const bytes = this.run.end - this.run.start;
    if (bytes > 0) this.enlist(this.run.start, bytes);
  }

  protected blockBytes(size: number): number {
    return alignUp(size + HEADER_BYTES, GRANULE_BYTES);
  }

  /** A free block of at least `bytes`, taken from the first list all blocks of which are. */
  protected findBlock(bytes: number): number {
    let { level, list } = listOf(roundUpToList(bytes));
    let rest = this.lists[level] & (-1 << list);
    if (rest === 0) {
      const above = this.levels & (-1 << (level + 1));
      if (above === 0) return NONE;
      level = lowestBit(above);
      rest = this.lists[level];
    }
    list = lowestBit(rest);
    return this.heads[level * LISTS_PER_LEVEL + list];
  }

  /** Makes a block that is in no list used, with `bytes` of it, and lists the rest. */
  protected split(block: number, bytes: number): void {
    const rest = this.run.sizeOf(block) - bytes;
    this.run.write(block, bytes, true);
    if (rest > 0) this.enlist(block + bytes, rest);
  }

  protected enlist(block: number, bytes: number): void {
    this.run.write(block, bytes, false);
    const { level, list } = listOf(bytes);
    const index = this.indexOf(bytes);
    const head = this.heads[index];
    this.setNext(block, head);
    this.setPrevious(block, NONE);
    if (head !== NONE) this.setPrevious(head, block);
    this.heads[index] = block;
    this.levels |= 1 << level;
    this.lists[level] |= 1 << list;
  }

  /** Where `heads` has the list that holds blocks of this length. */
  protected indexOf(bytes: number): number {
    const { level, list } = listOf(bytes);
    return level * LISTS_PER_LEVEL + list;
  }

  protected unlist(block: number): void {
    const next = this.words.getUint32(block + HEADER_BYTES, true);
    const previous = this.words.getUint32(block + HEADER_BYTES + 4, true);
    if (next !== NONE) this.setPrevious(next, previous);
    if (previous !== NONE) {
      this.setNext(previous, next);
      return;
    }
    const { level, list } = listOf(this.run.sizeOf(block));
    this.heads[level * LISTS_PER_LEVEL + list] = next;
    if (next !== NONE) return;
    this.lists[level] &= ~(1 << list);
    if (this.lists[level] === 0) this.levels &= ~(1 << level);
  }

  protected setNext(block: number, next: number): void {
    this.words.setUint32(block + HEADER_BYTES, next, true);
  }

  protected setPrevious(block: number, previous: number): void {
    this.words.setUint32(block + HEADER_BYTES + 4, previous, true);
  }
}

/** The list that holds blocks of this length. */
function listOf(bytes: number): { level: number; list: number } {
  if (bytes < LINEAR_BYTES) return { level: 0, list: bytes / GRANULE_BYTES };
  const log2 = 31 - Math.clz32(bytes);
  return {
    level: log2 - Math.log2(LINEAR_BYTES) + 1,
    list: (bytes >>> (log2 - SECOND_LEVEL_LOG2)) - LISTS_PER_LEVEL,
  };
}

/** The least length of a list that is not below `bytes`. */
function roundUpToList(bytes: number): number {
  if (bytes < LINEAR_BYTES) return bytes;
  return alignUp(bytes, 2 ** (31 - Math.clz32(bytes) - SECOND_LEVEL_LOG2));
}

const lowestBit = (word: number): number => 31 - Math.clz32(word & -word);

export const contract: ContractInput = {
  name: 'TLSF',
  requests: ['alloc', 'realloc', 'dealloc', 'deallocNull', 'usable', 'reset'],
  sizes: { abovePtrdiffMax: 'refused' },
  alignment: { natural: 16, maximum: 16 },
  zeroSize: 'unique',
  nulls: 'gap',
  gap: { granuleBytes: 16, overheadBytes: 16, alignSlack: 'none', rounding: { tlsf: 4 } },
  region: {
    baseAlign: 1,
    sizeMultiple: 1,
    smallestBytes: 1,
    largestBytes: 65_536,
    smallestUsefulBytes: 1_024,
    freshBytes: 'any',
  },
  realloc: { ofZeroSize: true, keepsAlignment: true },
  free: { null: 'ignored' },
  usableSize: 'writable',
  deterministic: 'claimed',
};

export default function tlsf(pool: Pool): Tlsf {
  return new Tlsf(pool);
}
