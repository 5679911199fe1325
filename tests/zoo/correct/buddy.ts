import type { ContractInput } from '../../../src/contract/document/contract-schema.js';
import type { Allocator, Pool } from '../../../src/subjects/module-port.js';
import { alignUp, nextPowerOfTwo } from './power-of-two.js';

const SMALLEST_BLOCK_BYTES = 16;

/**
 * Correct: binary buddies. Blocks are powers of two at multiples of their length, so that a region
 * of any length is first cut into the largest such blocks; buddies coalesce at once. Everything
 * that is known is kept beside the pool, which holds no metadata.
 *
 * Source: D. Knuth, The Art of Computer Programming 1, 2.5, the buddy system.
 */
export class Buddy implements Allocator {
  readonly memory: ArrayBufferLike;
  protected readonly bytes: Uint8Array;
  readonly #base: number;
  readonly #end: number;
  /** Block length by address. */
  protected readonly free = new Map<number, number>();
  protected readonly live = new Map<number, number>();

  constructor(pool: Pool) {
    this.memory = pool.memory;
    this.bytes = new Uint8Array(pool.memory);
    this.#base = pool.base;
    this.#end = pool.base + pool.bytes;
    this.reset();
  }

  alloc(size: number, align: number): number | null {
    const bytes = this.blockBytes(size, align);
    const address = this.findBlock(bytes);
    if (address === undefined) return null;
    this.take(address, bytes);
    return address;
  }

  allocZeroed(size: number, align: number): number | null {
    const address = this.alloc(size, align);
    if (address !== null) this.bytes.fill(0, address, address + size);
    return address;
  }

  realloc(address: number, oldSize: number, newSize: number, align: number): number | null {
    if (this.resizeInPlace(address, oldSize, newSize, align)) return address;
    const moved = this.alloc(newSize, align);
    if (moved === null) return null;
    this.bytes.copyWithin(moved, address, address + Math.min(oldSize, newSize));
    this.dealloc(address);
    return moved;
  }

  /** Shrinks always, and grows within the block. */
  resizeInPlace(address: number, _oldSize: number, newSize: number, align: number): boolean {
    const bytes = this.live.get(address);
    const wanted = this.blockBytes(newSize, align);
    if (bytes === undefined || wanted > bytes) return false;
    this.live.delete(address);
    this.free.set(address, bytes);
    this.take(address, wanted);
    return true;
  }

  /** False where no live block starts at the address. */
  dealloc(address: number): boolean {
    const bytes = this.live.get(address);
    if (bytes === undefined) return false;
    this.live.delete(address);
    this.coalesce(address, bytes);
    return true;
  }

  usableSize(address: number): number {
    return this.live.get(address) ?? 0;
  }

  reset(): void {
    this.live.clear();
    this.free.clear();
    let address = alignUp(this.#base, SMALLEST_BLOCK_BYTES);
    while (address + SMALLEST_BLOCK_BYTES <= this.#end) {
      let bytes = SMALLEST_BLOCK_BYTES;
      while (address % (2 * bytes) === 0 && address + 2 * bytes <= this.#end) bytes *= 2;
      this.free.set(address, bytes);
      address += bytes;
    }
  }

  /** A block is aligned to its length, so an alignment is served by a long enough block. */
  protected blockBytes(size: number, align: number): number {
    return nextPowerOfTwo(Math.max(size, align, SMALLEST_BLOCK_BYTES));
  }

  /** The lowest of the shortest free blocks that are long enough. */
  protected findBlock(bytes: number): number | undefined {
    let found: number | undefined;
    let foundBytes = Infinity;
    for (const [address, length] of this.free) {
      if (length < bytes || length > foundBytes) continue;
      if (length === foundBytes && found !== undefined && address > found) continue;
      found = address;
      foundBytes = length;
    }
    return found;
  }

  /** Halves a free block down to `bytes`; the upper halves stay free. */
  protected take(address: number, bytes: number): void {
    let length = this.free.get(address) ?? bytes;
    this.free.delete(address);
    while (length > bytes) {
      length /= 2;
      this.free.set(address + length, length);
    }
    this.live.set(address, bytes);
  }

  protected coalesce(address: number, bytes: number): void {
    const buddy = (address / bytes) % 2 === 0 ? address + bytes : address - bytes;
    if (!this.isFree(buddy, bytes)) {
      this.free.set(address, bytes);
      return;
    }
    this.free.delete(buddy);
    this.coalesce(Math.min(address, buddy), 2 * bytes);
  }

  protected isFree(address: number, bytes: number): boolean {
    return this.free.get(address) === bytes;
  }
}

export const contract: ContractInput = {
  name: 'buddies',
  requests: [
    'alloc',
    'allocZeroed',
    'realloc',
    'resizeInPlace',
    'dealloc',
    'deallocInvalid',
    'usable',
    'reset',
  ],
  sizes: { abovePtrdiffMax: 'refused' },
  alignment: { natural: 16, maximum: 4_096 },
  zeroSize: 'nullOrUnique',
  region: {
    baseAlign: 1,
    sizeMultiple: 1,
    smallestBytes: 1,
    largestBytes: 65_536,
    smallestUsefulBytes: 4_096,
    freshBytes: 'any',
  },
  realloc: { ofZeroSize: true, keepsAlignment: true, newAlignment: true },
  free: { foreign: 'rejected', interior: 'rejected', twice: 'rejected' },
  reclaims: 'everything',
  reuse: 'sameLayout',
  usableSize: 'writable',
  deterministic: 'claimed',
};

export default function buddy(pool: Pool): Buddy {
  return new Buddy(pool);
}
