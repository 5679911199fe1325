import type { ContractInput } from '../../../src/contract/document/contract-schema.js';
import type { Allocator, Pool } from '../../../src/subjects/module-port.js';

export const SLOT_BYTES = 64;

/**
 * Correct: slots of one length in a given region, as many as fit. What is free is a stack in JS, so that
 * the region holds nothing but payload.
 */
export class SlotPool implements Allocator {
  readonly memory: ArrayBufferLike;
  protected free: number[] = [];
  protected readonly live = new Set<number>();
  readonly #base: number;
  readonly #slots: number;

  constructor({ memory, base, bytes }: Pool) {
    this.memory = memory;
    this.#base = base;
    this.#slots = Math.floor(bytes / SLOT_BYTES);
    this.reset();
  }

  alloc(size: number): number | null {
    if (size > SLOT_BYTES) return null;
    const slot = this.free.pop();
    if (slot === undefined) return null;
    this.live.add(slot);
    return slot;
  }

  /** False where no live slot starts at the address. */
  dealloc(address: number): boolean {
    if (!this.live.delete(address)) return false;
    this.free.push(address);
    return true;
  }

  reset(): void {
    this.live.clear();
    this.free = Array.from(
      { length: this.#slots },
      (_, index) => this.#base + (this.#slots - 1 - index) * SLOT_BYTES,
    );
  }
}

export const contract: ContractInput = {
  name: 'slots of 64 bytes',
  requests: ['alloc', 'dealloc', 'deallocInvalid', 'reset'],
  sizes: { largest: SLOT_BYTES, aboveLargest: 'refused', abovePtrdiffMax: 'refused' },
  alignment: { natural: 1, maximum: 1 },
  region: {
    baseAlign: 1,
    sizeMultiple: 1,
    smallestBytes: 1,
    largestBytes: 65_536,
    smallestUsefulBytes: 4_096,
    freshBytes: 'any',
  },
  free: { foreign: 'rejected', interior: 'rejected', twice: 'rejected' },
  reclaims: 'everything',
  reuse: 'sameLayout',
  deterministic: 'claimed',
};

export default function slotPool(pool: Pool): SlotPool {
  return new SlotPool(pool);
}
