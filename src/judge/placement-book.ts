import { anySet, clearBits, setBits } from '../core/bit-words.js';
import type { Contract } from '../contract/document/contract-schema.js';

type Placement = NonNullable<Contract['placement']>;

/** What a policy answers: the address of the grant, or one of the two words below. */
export type ExpectedAddress = number;
/** The policy refuses. */
export const REFUSES = -1;
/** The book does not know: the specification has to say. */
export const UNKNOWN = -2;

/**
 * The exact placement policies as the fast judge knows them: a cursor, or one bit a block with a hint
 * where the first free one may lie. It answers what `models/placement-model.ts` does, written apart
 * from it and compared with it; where it cannot follow, as after a region that moved, it says so.
 */
export class PlacementBook {
  private readonly granule: number;
  private base = 0;
  private dataStart = 0;
  private dataEnd = 0;
  private cursor = 0;
  private blocks = 0;
  /** One bit a block, set where a live grant touches it. */
  private held = new Int32Array(64);
  /** Every block below it is held. */
  private lowest = 0;
  /** Blocks from here on were never held since the bits were cleared. */
  private used = 0;
  private isFollowed = false;

  constructor(private readonly placement: Placement) {
    this.granule = placement.granuleBytes;
  }

  /** Forgets the execution before. */
  begin(): void {
    this.isFollowed = false;
    this.base = -1;
  }

  /** The region is [base, end) from now on; a later one is followed only where its data stay in place. */
  settle(base: number, end: number): void {
    const { placement, granule } = this;
    const bytes = end - base;
    const isFirst = this.base < 0;
    const before = this.dataStart;
    this.dataStart = base + dataStartOf(placement, bytes);
    this.dataEnd = base + dataEndOf(placement, bytes);
    const blocks = Math.max(0, Math.floor((this.dataEnd - this.dataStart) / granule));
    const isKept = isFirst || (base === this.base && before === this.dataStart);
    if (isFirst) this.isFollowed = true;
    if (!isKept || blocks > MOST_BLOCKS) this.isFollowed = false;
    this.base = base;
    if (!this.isFollowed) return;
    this.blocks = blocks;
    if (isFirst) this.restart();
    this.makeRoom();
  }

  /** Everything is free, and the cursor at the first byte. */
  restart(): void {
    this.held.fill(0, 0, (this.used + 31) >>> 5);
    this.used = this.lowest = 0;
    this.cursor = this.dataStart;
  }

  /** What the policy answers to a grant of `bytes` > 0 for which an alignment was asked. */
  expected(bytes: number, asked: number): ExpectedAddress {
    if (!this.isFollowed) return UNKNOWN;
    const { policy, alignsTo } = this.placement;
    const align = alignsTo === 'granule' ? 1 : asked;
    const granules = Math.ceil(bytes / this.granule);
    return policy === 'bump' ? this.bump(granules, align) : this.firstFit(granules, align);
  }

  /** Most bytes that a grant without an alignment may still have; undefined where the book does not know. */
  largest(): number | undefined {
    if (!this.isFollowed) return undefined;
    const { granule, blocks, held } = this;
    if (this.placement.policy === 'bump') {
      return Math.max(0, Math.floor((this.dataEnd - this.cursor) / granule) * granule);
    }
    let longest = 0;
    for (let block = this.lowest; block < blocks;) {
      const first = firstClear(held, block);
      if (first >= blocks) break;
      const next = firstSet(held, first, blocks);
      block = next < 0 ? blocks : next;
      longest = Math.max(longest, block - first);
    }
    return longest * granule;
  }

  /** Takes down a grant of `bytes` that holds `marked` bytes, wherever it lies. */
  grant(address: number, marked: number, bytes: number): void {
    if (!this.isFollowed || marked === 0) return;
    if (this.placement.policy === 'bump') {
      const granules = Math.ceil(bytes / this.granule);
      if (bytes > 0) this.cursor = Math.max(this.cursor, address + granules * this.granule);
      return;
    }
    const first = (address - this.dataStart) / this.granule;
    const last = Math.floor((address + marked - 1 - this.dataStart) / this.granule);
    // Two grants that share a block need a count of them; no grant of the policy does.
    if (!Number.isInteger(first) || first < 0 || last >= this.blocks) this.isFollowed = false;
    else if (anySet(this.held, first, last)) this.isFollowed = false;
    else {
      setBits(this.held, first, last);
      if (last >= this.used) this.used = last + 1;
      if (first === this.lowest) this.lowest = last + 1;
    }
  }

  /** Gives back the `marked` bytes that a grant held. */
  free(address: number, marked: number): void {
    if (!this.isFollowed || this.placement.policy === 'bump' || marked === 0) return;
    const first = (address - this.dataStart) / this.granule;
    clearBits(this.held, first, Math.floor((address + marked - 1 - this.dataStart) / this.granule));
    if (first < this.lowest) this.lowest = first;
  }

  private bump(granules: number, align: number): ExpectedAddress {
    const address = Math.ceil(this.cursor / align) * align;
    return address + granules * this.granule <= this.dataEnd ? address : REFUSES;
  }

  private firstFit(blocks: number, align: number): ExpectedAddress {
    const { held, granule, dataStart } = this;
    const end = this.blocks - blocks;
    let block = this.lowest;
    while (block <= end) {
      block = firstClear(held, block);
      while ((dataStart + block * granule) % align !== 0 && block <= end) block++;
      if (block > end) break;
      const next = firstSet(held, block, block + blocks);
      if (next < 0) return dataStart + block * granule;
      block = next + 1;
    }
    return REFUSES;
  }

  private makeRoom(): void {
    // One word more than is ever addressed: it is read as free.
    const words = (this.blocks >>> 5) + 2;
    if (this.held.length >= words) return;
    const held = new Int32Array(words * 2);
    held.set(this.held);
    this.held = held;
  }
}

/** Blocks of a region that is followed at most; their bits are 2 MiB. */
const MOST_BLOCKS = 2 ** 24;

/** The first bit from `from` on that is clear; there always is one. */
function firstClear(words: Int32Array, from: number): number {
  let word = from >>> 5;
  let clear = ~words[word] & (-1 << (from & 31));
  while (clear === 0) clear = ~words[++word];
  return word * 32 + (31 - Math.clz32(clear & -clear));
}

/** The first bit of [from, until) that is set; -1 for none. */
function firstSet(words: Int32Array, from: number, until: number): number {
  const last = (until - 1) >>> 5;
  let word = from >>> 5;
  let set = words[word] & (-1 << (from & 31));
  while (set === 0 && word < last) set = words[++word];
  if (set === 0) return -1;
  const bit = word * 32 + (31 - Math.clz32(set & -set));
  return bit < until ? bit : -1;
}

function dataStartOf(placement: Placement, regionBytes: number): number {
  if (placement.dataStart !== 'bitmap') return placement.dataStart;
  return bitmapBytes(bitmapBlocks(regionBytes, placement.granuleBytes), placement.granuleBytes);
}

function dataEndOf(placement: Placement, regionBytes: number): number {
  if (placement.dataEnd === 'regionEnd') return regionBytes;
  if (placement.dataEnd !== 'bitmap') return placement.dataEnd;
  const { granuleBytes } = placement;
  return (
    dataStartOf(placement, regionBytes) + bitmapBlocks(regionBytes, granuleBytes) * granuleBytes
  );
}

/** Most blocks that fit behind one bit for each, rounded up to a block. */
function bitmapBlocks(regionBytes: number, granule: number): number {
  let blocks = Math.floor((regionBytes * 8) / (granule * 8 + 1));
  while (blocks > 0 && bitmapBytes(blocks, granule) + blocks * granule > regionBytes) blocks--;
  return blocks;
}

const bitmapBytes = (blocks: number, granule: number): number =>
  Math.ceil(Math.ceil(blocks / 8) / granule) * granule;
