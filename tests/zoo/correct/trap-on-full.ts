import type { ContractInput } from '../../../src/contract/document/contract-schema.js';
import type { Pool } from '../../../src/subjects/module-port.js';
import { FirstFitList, reclaimContract } from './first-fit-list.js';

/** Correct: it refuses by an exception, as many allocators compiled to WebAssembly do, and says so. */
export class TrapOnFull extends FirstFitList {
  override alloc(size: number, align: number): number {
    const address = super.alloc(size, align);
    if (address === null) throw new Error('out of memory');
    return address;
  }
}

export const contract: ContractInput = {
  ...reclaimContract,
  name: 'first-fit list that traps',
  requests: ['alloc', 'allocZeroed', 'realloc', 'dealloc', 'reset'],
  alignment: { natural: 8, maximum: 256 },
  refusal: 'trap',
  refusalErrors: ['out of memory'],
  realloc: { ofZeroSize: true, keepsAlignment: true, newAlignment: true },
  free: {},
  usableSize: 'absent',
};

export default function trapOnFull(pool: Pool): TrapOnFull {
  return new TrapOnFull(pool);
}
