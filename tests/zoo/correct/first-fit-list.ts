import type { ContractInput } from '../../../src/contract/document/contract-schema.js';
import type { Allocator, Pool } from '../../../src/subjects/module-port.js';
import { BoundaryTags, HEADER_BYTES } from './boundary-tags.js';
import { alignUp, isPowerOfTwo } from './power-of-two.js';

/** Bytes that an allocator manages; a pool whose memory may be private. */
export interface MemoryRange {
  readonly memory: ArrayBufferLike;
  readonly base: number;
  readonly bytes: number;
}

/**
 * Correct: an address-ordered first-fit list with boundary tags in the pool. It splits in front and
 * behind, coalesces with both neighbours at once, resizes in place where it can and moves else.
 *
 * A free block may be a bare header, so that no split ever hides bytes in a grant: what a request
 * costs is its size rounded up to 8, and 8 more. Methods are small and protected, because the
 * members of the zoo are made by getting one of them wrong.
 */
export class FirstFitList implements Allocator {
  protected bytes: Uint8Array;
  protected words: DataView;
  protected readonly base: number;
  protected regionEnd: number;
  /** One, and one more for every `append`: blocks of two runs never coalesce. */
  protected readonly runs: BoundaryTags[];

  constructor(range: MemoryRange) {
    this.bytes = new Uint8Array(range.memory);
    this.words = new DataView(range.memory);
    this.base = range.base;
    this.regionEnd = range.base + range.bytes;
    this.runs = [new BoundaryTags(() => this.words, this.base, this.regionEnd)];
  }

  get memory(): ArrayBufferLike {
    return this.bytes.buffer;
  }

  region(): { base: number; end: number } {
    return { base: this.base, end: this.regionEnd };
  }

  alloc(size: number, align: number): number | null {
    if (!isPowerOfTwo(align)) return null;
    const payload = this.payloadBytes(size);
    for (const run of this.runs) {
      for (const block of run.blocks()) {
        if (run.isUsed(block)) continue;
        const address = this.addressIn(block, align);
        if (!this.fits(run, block, address, payload)) continue;
        this.place(run, block, address, payload);
        return address;
      }
    }
    return null;
  }

  allocZeroed(size: number, align: number): number | null {
    const address = this.alloc(size, align);
    if (address !== null) this.bytes.fill(0, address, address + size);
    return address;
  }

  allocArray(count: number, size: number): number | null {
    const product = count * size;
    return Number.isSafeInteger(product) ? this.allocZeroed(product, 1) : null;
  }

  realloc(address: number | null, oldSize: number, newSize: number, align: number): number | null {
    if (address === null) return this.alloc(newSize, align);
    if (newSize === 0) {
      this.dealloc(address);
      return null;
    }
    if (this.resizeInPlace(address, oldSize, newSize, align)) return address;
    return this.move(address, oldSize, newSize, align);
  }

  reallocArray(
    address: number | null,
    oldSize: number,
    count: number,
    size: number,
  ): number | null {
    const product = count * size;
    if (!Number.isSafeInteger(product)) return null;
    return this.realloc(address, oldSize, product, address === null ? 1 : alignmentOf(address));
  }

  resizeInPlace(address: number, _oldSize: number, newSize: number, align: number): boolean {
    const found = this.findUsed(address);
    if (found === undefined || address % align !== 0) return false;
    const { run, block } = found;
    const end = run.freeFollows(block) ? run.after(run.after(block)) : run.after(block);
    const payload = this.payloadBytes(newSize);
    if (address + payload > end) return false;
    this.occupy(run, block, payload, end);
    return true;
  }

  /** False where no live block starts at the address. */
  dealloc(address: number): boolean {
    const found = this.findUsed(address);
    if (found === undefined) return false;
    this.release(found.run, found.block);
    return true;
  }

  deallocNull(): void {
    // As free(NULL): nothing.
  }

  usableSize(address: number): number {
    const found = this.findUsed(address);
    return found === undefined ? 0 : found.run.sizeOf(found.block) - HEADER_BYTES;
  }

  /** What was added to the region stays. */
  reset(): void {
    for (const run of this.runs) run.clear();
  }

  extend(bytes: number): boolean {
    if (this.regionEnd + bytes > this.bytes.length) return false;
    this.regionEnd += bytes;
    this.runs.at(-1)?.grow(this.regionEnd);
    return true;
  }

  append(gap: number, bytes: number): boolean {
    const from = this.regionEnd + gap;
    if (from + bytes > this.bytes.length) return false;
    this.regionEnd = from + bytes;
    this.runs.push(new BoundaryTags(() => this.words, from, this.regionEnd));
    return true;
  }

  /** A size of 0 has an address of its own, and so costs as much as 1. */
  protected payloadBytes(size: number): number {
    return alignUp(Math.max(size, 1), HEADER_BYTES);
  }

  protected addressIn(block: number, align: number): number {
    return alignUp(block + HEADER_BYTES, align);
  }

  protected fits(run: BoundaryTags, block: number, address: number, payload: number): boolean {
    return address + payload <= run.after(block);
  }

  /** Takes [address, address + payload) out of a free block. */
  protected place(run: BoundaryTags, block: number, address: number, payload: number): void {
    const end = run.after(block);
    const start = address - HEADER_BYTES;
    if (start > block) run.write(block, start - block, false);
    this.occupy(run, start, payload, end);
  }

  /** Makes a used block at the start of [block, end) and a free one of the rest. */
  protected occupy(run: BoundaryTags, block: number, payload: number, end: number): void {
    const rest = block + HEADER_BYTES + payload;
    run.write(block, rest - block, true);
    if (rest < end) run.write(rest, end - rest, false);
  }

  protected release(run: BoundaryTags, block: number): void {
    run.write(block, run.sizeOf(block), false);
    this.coalesceRight(run, block);
    this.coalesceLeft(run, block);
  }

  protected coalesceRight(run: BoundaryTags, block: number): void {
    if (run.freeFollows(block)) run.write(block, run.after(run.after(block)) - block, false);
  }

  protected coalesceLeft(run: BoundaryTags, block: number): void {
    const left = run.before(block);
    if (left !== undefined && !run.isUsed(left)) run.write(left, run.after(block) - left, false);
  }

  protected move(address: number, oldSize: number, newSize: number, align: number): number | null {
    const moved = this.alloc(newSize, align);
    if (moved === null) return null;
    this.copy(moved, address, oldSize, newSize);
    this.dealloc(address);
    return moved;
  }

  protected copy(to: number, from: number, oldSize: number, newSize: number): void {
    this.bytes.copyWithin(to, from, from + Math.min(oldSize, newSize));
  }

  /** The live block at an address; undefined for any other address. */
  protected findUsed(address: number): { run: BoundaryTags; block: number } | undefined {
    for (const run of this.runs) {
      if (!run.has(address)) continue;
      for (const block of run.blocks()) {
        if (block + HEADER_BYTES === address && run.isUsed(block)) return { run, block };
      }
    }
    return undefined;
  }
}

/**
 * What an address is aligned to, up to 256: reallocArray is not told what was asked for the block,
 * and the contract says that it is kept.
 */
function alignmentOf(address: number): number {
  let align = 1;
  while (align < 256 && address % (2 * align) === 0) align *= 2;
  return align;
}

/**
 * The promises less the gap level: where only the floor judges a refusal, room that is lost shows as
 * `full-reclaim`, and as nothing else.
 */
export const reclaimContract: ContractInput = {
  name: 'first-fit list, refusals unjudged',
  requests: [
    'alloc',
    'allocZeroed',
    'allocArray',
    'realloc',
    'reallocArray',
    'resizeInPlace',
    'dealloc',
    'deallocNull',
    'deallocInvalid',
    'usable',
    'reset',
    'extend',
    'badAlign',
  ],
  sizes: { abovePtrdiffMax: 'refused' },
  alignment: { natural: 8, maximum: 256, bad: 'rejected' },
  zeroSize: 'unique',
  region: {
    baseAlign: 1,
    sizeMultiple: 1,
    smallestBytes: 1,
    largestBytes: 16_384,
    smallestUsefulBytes: 1_024,
    freshBytes: 'any',
    reserveBytes: 1_024,
    growGranuleBytes: 1,
  },
  realloc: {
    ofNull: 'alloc',
    toZero: 'free',
    ofZeroSize: true,
    keepsAlignment: true,
    newAlignment: true,
  },
  free: { null: 'ignored', foreign: 'rejected', interior: 'rejected', twice: 'rejected' },
  reclaims: 'everything',
  reuse: 'sameLayout',
  usableSize: 'writable',
  deterministic: 'claimed',
};

export const contract: ContractInput = {
  ...reclaimContract,
  name: 'first-fit list',
  nulls: 'gap',
  gap: { granuleBytes: 8, overheadBytes: 8, alignSlack: 'align+overhead', rounding: 'none' },
};

export default function firstFitList(pool: Pool): FirstFitList {
  return new FirstFitList(pool);
}
