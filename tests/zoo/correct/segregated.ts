import type { ContractInput } from '../../../src/contract/document/contract-schema.js';
import type { Allocator, Pool } from '../../../src/subjects/module-port.js';
import { alignUp, isPowerOfTwo, nextPowerOfTwo } from './power-of-two.js';

/** Length and alignment of a slab, and so the largest slot. */
export const SLAB_BYTES = 256;
const SMALLEST_SLOT_BYTES = 8;
/** Ends a list of free slots; no slot lies there, as a slab starts at a multiple of 256. */
export const NONE = 0xffff_ffff;

/**
 * Correct: power-of-two size classes over slabs. A class takes a slab when it has no slot left and
 * never gives one back, so a refusal says nothing of the room that other classes have.
 *
 * Free slots are chained through their own first four bytes; what is live is known beside the pool.
 */
export class Segregated implements Allocator {
  readonly memory: ArrayBufferLike;
  protected readonly bytes: Uint8Array;
  protected readonly words: DataView;
  protected readonly end: number;
  readonly #firstSlab: number;
  protected nextSlab: number;
  /** First free slot by slot length. */
  protected readonly heads = new Map<number, number>();
  /** Slot length by address. */
  protected readonly live = new Map<number, number>();

  constructor(pool: Pool) {
    this.memory = pool.memory;
    this.bytes = new Uint8Array(pool.memory);
    this.words = new DataView(pool.memory);
    this.end = pool.base + pool.bytes;
    this.#firstSlab = alignUp(pool.base, SLAB_BYTES);
    this.nextSlab = this.#firstSlab;
  }

  alloc(size: number, align: number): number | null {
    if (!isPowerOfTwo(align)) return null;
    const slot = this.slotBytes(size, align);
    if (slot > SLAB_BYTES) return null;
    if (this.headOf(slot) === NONE && !this.takeSlab(slot)) return null;
    const address = this.headOf(slot);
    this.heads.set(slot, this.words.getUint32(address, true));
    this.live.set(address, slot);
    return address;
  }

  allocZeroed(size: number, align: number): number | null {
    const address = this.alloc(size, align);
    if (address !== null) this.bytes.fill(0, address, address + size);
    return address;
  }

  realloc(address: number, oldSize: number, newSize: number, align: number): number | null {
    if (this.live.get(address) === this.slotBytes(newSize, align)) return address;
    const moved = this.alloc(newSize, align);
    if (moved === null) return null;
    this.bytes.copyWithin(moved, address, address + Math.min(oldSize, newSize));
    this.dealloc(address);
    return moved;
  }

  /** False where no live slot starts at the address. */
  dealloc(address: number): boolean {
    const slot = this.live.get(address);
    if (slot === undefined) return false;
    this.live.delete(address);
    this.push(slot, address);
    return true;
  }

  deallocNull(): void {
    // As free(NULL): nothing.
  }

  usableSize(address: number): number {
    return this.live.get(address) ?? 0;
  }

  reset(): void {
    this.live.clear();
    this.heads.clear();
    this.rewind();
  }

  /** A slot is aligned to its length, so an alignment is served by a long enough slot. */
  protected slotBytes(size: number, align: number): number {
    return nextPowerOfTwo(Math.max(size, align, SMALLEST_SLOT_BYTES));
  }

  protected headOf(slot: number): number {
    return this.heads.get(slot) ?? NONE;
  }

  protected push(slot: number, address: number): void {
    this.words.setUint32(address, this.headOf(slot), true);
    this.heads.set(slot, address);
  }

  protected rewind(): void {
    this.nextSlab = this.#firstSlab;
  }

  /** Chains the slots of a fresh slab, the lowest first; false where no slab is left. */
  protected takeSlab(slot: number): boolean {
    if (this.nextSlab + SLAB_BYTES > this.end) return false;
    for (let offset = SLAB_BYTES - slot; offset >= 0; offset -= slot) {
      this.push(slot, this.nextSlab + offset);
    }
    this.nextSlab += SLAB_BYTES;
    return true;
  }
}

export const contract: ContractInput = {
  name: 'segregated slabs',
  requests: [
    'alloc',
    'allocZeroed',
    'realloc',
    'dealloc',
    'deallocNull',
    'deallocInvalid',
    'usable',
    'reset',
    'badAlign',
  ],
  sizes: { largest: SLAB_BYTES, aboveLargest: 'refused', abovePtrdiffMax: 'refused' },
  alignment: { natural: 8, maximum: 256, bad: 'rejected' },
  zeroSize: 'unique',
  region: {
    baseAlign: 1,
    sizeMultiple: 1,
    smallestBytes: 1,
    largestBytes: 65_536,
    smallestUsefulBytes: 4_096,
    freshBytes: 'any',
  },
  realloc: { toZero: 'unique', ofZeroSize: true, keepsAlignment: true, newAlignment: true },
  free: { null: 'ignored', foreign: 'rejected', interior: 'rejected', twice: 'rejected' },
  reuse: 'sameLayout',
  usableSize: 'writable',
  deterministic: 'claimed',
};

export default function segregated(pool: Pool): Segregated {
  return new Segregated(pool);
}
