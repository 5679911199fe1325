import type { ContractInput } from '../../../src/contract/document/contract-schema.js';
import type { Pool } from '../../../src/subjects/module-port.js';
import { FirstFitList, reclaimContract } from './first-fit-list.js';

/** PTRDIFF_MAX of sizes that are numbers of JavaScript. */
const PTRDIFF_MAX = 2 ** 52 - 1;

/**
 * Correct: it gives up at what no caller may write, a size that exceeds PTRDIFF_MAX when rounded up to its
 * alignment, as Rust does where a Layout is made of such a size. The alignment is the one that is handed
 * over: the natural one where none is asked, and the block's own for another size of a block.
 */
export class StrictLayouts extends FirstFitList {
  override alloc(size: number, align: number): number | null {
    requireLayout(size, align);
    return super.alloc(size, align);
  }

  override realloc(
    address: number,
    oldSize: number,
    newSize: number,
    align: number,
  ): number | null {
    requireLayout(newSize, align);
    return super.realloc(address, oldSize, newSize, align);
  }

  override resizeInPlace(
    address: number,
    oldSize: number,
    newSize: number,
    align: number,
  ): boolean {
    requireLayout(newSize, align);
    return super.resizeInPlace(address, oldSize, newSize, align);
  }
}

function requireLayout(size: number, align: number): void {
  if (size <= PTRDIFF_MAX + 1 - align) return;
  throw new RangeError(`no layout has ${size} bytes aligned to ${align}`);
}

export const contract: ContractInput = {
  ...reclaimContract,
  name: 'first-fit list of strict layouts',
  requests: ['alloc', 'allocZeroed', 'realloc', 'resizeInPlace', 'dealloc', 'usable', 'reset'],
  sizes: { abovePtrdiffMax: 'undefined' },
  alignment: { natural: 8, maximum: 256 },
  realloc: { ofZeroSize: true, keepsAlignment: true, newAlignment: true },
  free: {},
};

export default function strictLayouts(pool: Pool): StrictLayouts {
  return new StrictLayouts(pool);
}
