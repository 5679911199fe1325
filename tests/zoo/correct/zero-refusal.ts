import type { ContractInput } from '../../../src/contract/document/contract-schema.js';
import type { Pool } from '../../../src/subjects/module-port.js';
import { FirstFitList, reclaimContract } from './first-fit-list.js';

/** Smaller regions are refused at init. */
const SMALLEST_BYTES = 64;

/**
 * Correct: 0 is its refusal, as in C and WebAssembly, and it takes no region below 64 bytes. No
 * grant is ever at 0, because a header of 8 bytes lies before it.
 */
export class ZeroRefusal extends FirstFitList {
  override alloc(size: number, align: number): number {
    return super.alloc(size, align) ?? 0;
  }

  override allocZeroed(size: number, align: number): number {
    const address = this.alloc(size, align);
    if (address !== 0) this.bytes.fill(0, address, address + size);
    return address;
  }

  override realloc(address: number, oldSize: number, newSize: number, align: number): number {
    if (this.resizeInPlace(address, oldSize, newSize, align)) return address;
    const moved = this.alloc(newSize, align);
    if (moved === 0) return 0;
    this.copy(moved, address, oldSize, newSize);
    this.dealloc(address);
    return moved;
  }
}

export const contract: ContractInput = {
  ...reclaimContract,
  name: 'first-fit list that answers 0',
  requests: ['alloc', 'allocZeroed', 'realloc', 'dealloc', 'usable', 'reset'],
  alignment: { natural: 8, maximum: 256 },
  refusal: 'zero',
  region: { ...reclaimContract.region, mayRefuseInit: true },
  realloc: { ofZeroSize: true, keepsAlignment: true, newAlignment: true },
  free: {},
};

export default function zeroRefusal(pool: Pool): ZeroRefusal | null {
  return pool.bytes < SMALLEST_BYTES ? null : new ZeroRefusal(pool);
}
