import type { ContractInput } from '../../../src/contract/document/contract-schema.js';
import type { Allocator, Pool } from '../../../src/subjects/module-port.js';

export const BLOCK_BYTES = 16;

/**
 * Correct: the lowest run of free blocks that holds the request. One bit a block, clear for free,
 * in a bitmap at the start of the pool; blocks behind it. The sizes of what is live are kept beside
 * the pool, so that every wrong free is known.
 */
export class BitmapFirstFit implements Allocator {
  readonly memory: ArrayBufferLike;
  protected readonly bytes: Uint8Array;
  protected readonly base: number;
  protected readonly dataStart: number;
  protected readonly blockCount: number;
  /** Requested bytes by address. */
  protected readonly live = new Map<number, number>();

  constructor(pool: Pool) {
    this.memory = pool.memory;
    this.bytes = new Uint8Array(pool.memory);
    this.base = pool.base;
    let count = Math.floor(pool.bytes / BLOCK_BYTES);
    while (bitmapBytes(count) + count * BLOCK_BYTES > pool.bytes) count--;
    this.blockCount = count;
    this.dataStart = pool.base + bitmapBytes(count);
    this.clearBitmap();
  }

  alloc(size: number): number | null {
    if (size === 0) return null;
    const count = Math.ceil(size / BLOCK_BYTES);
    const first = this.findRun(count);
    if (first === null) return null;
    this.mark(first, count, true);
    const address = this.dataStart + first * BLOCK_BYTES;
    this.live.set(address, size);
    return address;
  }

  allocZeroed(size: number): number | null {
    const address = this.alloc(size);
    if (address !== null) this.bytes.fill(0, address, address + size);
    return address;
  }

  /** False where no live block of this size starts at the address. */
  dealloc(address: number, size: number): boolean {
    if (this.live.get(address) !== size) return false;
    this.live.delete(address);
    const first = (address - this.dataStart) / BLOCK_BYTES;
    this.unmark(first, Math.ceil(size / BLOCK_BYTES));
    return true;
  }

  deallocNull(): void {
    // As free(NULL): nothing.
  }

  reset(): void {
    this.live.clear();
    this.clearBitmap();
  }

  /** The lowest block that starts `count` free ones in a row. */
  protected findRun(count: number): number | null {
    let first = 0;
    for (let block = 0; block < this.blockCount; block++) {
      if (this.isMarked(block)) first = block + 1;
      else if (block + 1 - first === count) return first;
    }
    return null;
  }

  protected isMarked(block: number): boolean {
    return (this.bytes[this.base + (block >> 3)] & (1 << (block & 7))) !== 0;
  }

  protected mark(first: number, count: number, used: boolean): void {
    for (let block = first; block < first + count; block++) {
      if (used) this.bytes[this.base + (block >> 3)] |= 1 << (block & 7);
      else this.bytes[this.base + (block >> 3)] &= ~(1 << (block & 7));
    }
  }

  protected unmark(first: number, count: number): void {
    this.mark(first, count, false);
  }

  protected clearBitmap(): void {
    this.bytes.fill(0, this.base, this.dataStart);
  }
}

function bitmapBytes(blockCount: number): number {
  return Math.ceil(Math.ceil(blockCount / 8) / BLOCK_BYTES) * BLOCK_BYTES;
}

export const contract: ContractInput = {
  name: 'bitmap first-fit',
  requests: ['alloc', 'allocZeroed', 'dealloc', 'deallocNull', 'deallocInvalid', 'reset'],
  sizes: { abovePtrdiffMax: 'refused' },
  alignment: { natural: 1, maximum: 1 },
  zeroSize: 'null',
  nulls: 'exact',
  region: {
    baseAlign: 1,
    sizeMultiple: 1,
    smallestBytes: 1,
    largestBytes: 16_384,
    smallestUsefulBytes: 1_024,
    freshBytes: 'any',
  },
  free: {
    null: 'ignored',
    foreign: 'rejected',
    interior: 'rejected',
    twice: 'rejected',
    wrongSize: 'rejected',
  },
  reclaims: 'everything',
  reuse: 'sameLayout',
  placement: {
    policy: 'first-fit',
    granuleBytes: BLOCK_BYTES,
    dataStart: 'bitmap',
    dataEnd: 'bitmap',
    alignsTo: 'granule',
  },
  deterministic: 'claimed',
};

/** The same without exact placement, for members whose fault is one of refusals. */
export const reclaimContract: ContractInput = {
  name: 'bitmap first-fit, placement unjudged',
  requests: ['alloc', 'allocZeroed', 'dealloc', 'deallocNull', 'reset'],
  sizes: { abovePtrdiffMax: 'refused' },
  alignment: { natural: 1, maximum: 1 },
  zeroSize: 'null',
  region: {
    baseAlign: 1,
    sizeMultiple: 1,
    smallestBytes: 1,
    largestBytes: 16_384,
    smallestUsefulBytes: 1_024,
    freshBytes: 'any',
  },
  free: { null: 'ignored' },
  reclaims: 'everything',
  reuse: 'sameLayout',
};

export default function bitmapFirstFit(pool: Pool): BitmapFirstFit {
  return new BitmapFirstFit(pool);
}
