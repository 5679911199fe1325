import type { Pool } from '../../../src/subjects/module-port.js';
import type { BoundaryTags } from './boundary-tags.js';
import { FirstFitList } from './first-fit-list.js';

export { contract } from './first-fit-list.js';

/**
 * Correct: frees leave blocks as they are, and only a request that finds nothing coalesces them all
 * and looks again. That a refusal rearranges what is free is lawful: no grant is lost by it.
 */
export class DeferredCoalescing extends FirstFitList {
  override alloc(size: number, align: number): number | null {
    const address = super.alloc(size, align);
    if (address !== null) return address;
    for (const run of this.runs) coalesceAll(run);
    return super.alloc(size, align);
  }

  protected override coalesceLeft(): void {
    // Deferred.
  }

  protected override coalesceRight(): void {
    // Deferred.
  }
}

function coalesceAll(run: BoundaryTags): void {
  for (const block of run.blocks()) {
    if (run.isUsed(block)) continue;
    while (run.freeFollows(block)) run.write(block, run.after(run.after(block)) - block, false);
  }
}

export default function deferredCoalescing(pool: Pool): DeferredCoalescing {
  return new DeferredCoalescing(pool);
}
