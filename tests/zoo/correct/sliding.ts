import type { ContractInput } from '../../../src/contract/document/contract-schema.js';
import type { Pool } from '../../../src/subjects/module-port.js';
import { HEADER_BYTES } from './boundary-tags.js';
import { FirstFitList, reclaimContract } from './first-fit-list.js';

/** Correct: a realloc that cannot grow to the right slides into the free block on the left. */
export class Sliding extends FirstFitList {
  protected override move(
    address: number,
    oldSize: number,
    newSize: number,
    align: number,
  ): number | null {
    return (
      this.slide(address, oldSize, newSize, align) ?? super.move(address, oldSize, newSize, align)
    );
  }

  protected slide(address: number, oldSize: number, newSize: number, align: number): number | null {
    const found = this.findUsed(address);
    if (found === undefined) return null;
    const { run, block } = found;
    const left = run.before(block);
    if (left === undefined || run.isUsed(left)) return null;
    const end = run.freeFollows(block) ? run.after(run.after(block)) : run.after(block);
    const moved = left + HEADER_BYTES;
    const payload = this.payloadBytes(newSize);
    if (!this.isAligned(moved, align) || moved + payload > end) return null;
    // The old and the new block may overlap, and headers are written after the copy.
    this.copy(moved, address, oldSize, newSize);
    this.occupy(run, left, payload, end);
    return moved;
  }

  protected isAligned(address: number, align: number): boolean {
    return address % align === 0;
  }
}

export const contract: ContractInput = {
  ...reclaimContract,
  name: 'first-fit list that slides',
};

export default function sliding(pool: Pool): Sliding {
  return new Sliding(pool);
}
