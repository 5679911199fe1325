import type { ContractInput } from '../../../src/contract/document/contract-schema.js';
import type { Allocator } from '../../../src/subjects/module-port.js';
import { alignUp, nextPowerOfTwo } from './power-of-two.js';

const SMALLEST_BYTES = 16;

/**
 * Correct: an address space without an end, of which it commits what it hands out. Blocks are powers of
 * two, and what was freed lies on a stack for each length. It has no memory and costs the same however
 * much it holds, so that a million pairs are a moment.
 */
export class CommittedSpace implements Allocator {
  protected committedBytes = 0;
  protected readonly free = new Map<number, number[]>();
  /** Block length by address. */
  protected readonly live = new Map<number, number>();

  footprint(): number {
    return this.committedBytes;
  }

  region(): { base: number; end: number } {
    return { base: 0, end: this.committedBytes };
  }

  alloc(size: number, align: number): number | null {
    const bytes = this.blockBytes(size, align);
    const address = this.free.get(bytes)?.pop() ?? this.commit(bytes);
    this.live.set(address, bytes);
    return address;
  }

  allocZeroed(size: number, align: number): number | null {
    return this.alloc(size, align);
  }

  realloc(address: number, oldSize: number, newSize: number, align: number): number | null {
    if (this.resizeInPlace(address, oldSize, newSize, align)) return address;
    const moved = this.alloc(newSize, align);
    if (moved !== null) this.dealloc(address);
    return moved;
  }

  /** Within the block. */
  resizeInPlace(address: number, _oldSize: number, newSize: number, align: number): boolean {
    return this.blockBytes(newSize, align) <= (this.live.get(address) ?? 0);
  }

  /** False where no live block starts at the address. */
  dealloc(address: number): boolean {
    const bytes = this.live.get(address);
    if (bytes === undefined) return false;
    this.live.delete(address);
    this.recycle(address, bytes);
    return true;
  }

  /** A block is aligned to its length, so an alignment is served by a long enough block. */
  protected blockBytes(size: number, align: number): number {
    return nextPowerOfTwo(Math.max(size, align, SMALLEST_BYTES));
  }

  protected commit(bytes: number): number {
    const address = alignUp(this.committedBytes, bytes);
    this.committedBytes = address + bytes;
    return address;
  }

  protected recycle(address: number, bytes: number): void {
    const stack = this.free.get(bytes);
    if (stack === undefined) this.free.set(bytes, [address]);
    else stack.push(address);
  }
}

export const contract: ContractInput = {
  name: 'committed address space',
  requests: ['alloc', 'allocZeroed', 'realloc', 'resizeInPlace', 'dealloc', 'deallocInvalid'],
  sizes: { largest: 1_048_576, abovePtrdiffMax: 'undefined' },
  alignment: { natural: 16, maximum: 4_096 },
  realloc: { keepsAlignment: true, newAlignment: true },
  free: { foreign: 'rejected', interior: 'rejected', twice: 'rejected' },
  growth: 'bounded',
};

export default function committedSpace(): CommittedSpace {
  return new CommittedSpace();
}
