import type { ContractInput } from '../../../src/contract/document/contract-schema.js';
import { Growing, contract as growing } from '../correct/growing.js';

/** Blocks of 64 KiB and more are never used again. */
class GrowthLeaksEachRound extends Growing {
  override dealloc(address: number): boolean {
    return this.usableSize(address) >= 65_536 || super.dealloc(address);
  }
}

/** Without reclaim, so that only the growth from round to round tells. */
export const contract: ContractInput = {
  ...growing,
  requests: ['alloc', 'allocZeroed', 'realloc', 'dealloc', 'deallocNull', 'reset'],
  free: { null: 'ignored' },
  usableSize: 'absent',
  reclaims: 'unjudged',
  reuse: 'unjudged',
};

export default (): Growing => new GrowthLeaksEachRound();
