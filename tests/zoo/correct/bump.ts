import type { ContractInput } from '../../../src/contract/document/contract-schema.js';
import type { Allocator, Pool } from '../../../src/subjects/module-port.js';
import { alignUp } from './power-of-two.js';

/**
 * Correct: an arena. A grant starts at the cursor rounded up to the alignment and leaves the cursor
 * at its end; only a reset gives room back. The pool holds no metadata.
 */
export class Bump implements Allocator {
  readonly memory: ArrayBufferLike;
  protected readonly bytes: Uint8Array;
  protected readonly base: number;
  protected readonly end: number;
  protected cursor: number;

  constructor(pool: Pool) {
    this.memory = pool.memory;
    this.bytes = new Uint8Array(pool.memory);
    this.base = pool.base;
    this.end = pool.base + pool.bytes;
    this.cursor = pool.base;
  }

  /** A size of 0 gets an aligned address that may be anyone's, and is never refused. */
  alloc(size: number, align: number): number | null {
    const address = this.startFor(align);
    if (size === 0) return address <= this.end ? address : address - align;
    if (address + size > this.end) return null;
    this.cursor = address + size;
    return address;
  }

  allocZeroed(size: number, align: number): number | null {
    const address = this.alloc(size, align);
    if (address !== null) this.bytes.fill(0, address, address + size);
    return address;
  }

  dealloc(): void {
    // Room comes back by reset alone.
  }

  deallocNull(): void {
    // As free(NULL): nothing.
  }

  reset(): void {
    this.cursor = this.base;
  }

  protected startFor(align: number): number {
    return alignUp(this.cursor, align);
  }
}

export const contract: ContractInput = {
  name: 'arena',
  requests: ['alloc', 'allocZeroed', 'dealloc', 'deallocNull', 'reset'],
  sizes: { abovePtrdiffMax: 'refused' },
  alignment: { natural: 1, maximum: 64 },
  zeroSize: 'dangling',
  nulls: 'exact',
  region: {
    baseAlign: 1,
    sizeMultiple: 1,
    smallestBytes: 1,
    largestBytes: 65_536,
    smallestUsefulBytes: 1_024,
    freshBytes: 'any',
  },
  free: { null: 'ignored' },
  reclaims: 'nothing',
  placement: {
    policy: 'bump',
    granuleBytes: 1,
    dataStart: 0,
    dataEnd: 'regionEnd',
    alignsTo: 'request',
  },
  deterministic: 'claimed',
};

export default function bump(pool: Pool): Bump {
  return new Bump(pool);
}
