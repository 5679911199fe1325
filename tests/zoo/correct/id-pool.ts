import type { ContractInput } from '../../../src/contract/document/contract-schema.js';
import type { Allocator } from '../../../src/subjects/module-port.js';

/** Ids 0 to 255. */
export const IDS = 256;

/** Correct: ids, each a grant of one unit without memory; what was freed last is given out first. */
export class IdPool implements Allocator {
  protected free: number[] = [];
  protected readonly live = new Set<number>();

  constructor() {
    this.reset();
  }

  region(): { base: number; end: number } {
    return { base: 0, end: IDS };
  }

  alloc(size: number): number | null {
    const id = size === 1 ? this.free.pop() : undefined;
    if (id === undefined) return null;
    this.live.add(id);
    return id;
  }

  /** False where the id is not out. */
  dealloc(id: number): boolean {
    if (!this.live.delete(id)) return false;
    this.free.push(id);
    return true;
  }

  reset(): void {
    this.live.clear();
    this.free = Array.from({ length: IDS }, (_, index) => IDS - 1 - index);
  }
}

export const contract: ContractInput = {
  name: 'ids',
  requests: ['alloc', 'dealloc', 'deallocInvalid', 'reset'],
  sizes: { largest: 1, aboveLargest: 'refused', abovePtrdiffMax: 'refused' },
  alignment: { natural: 1, maximum: 1 },
  region: { smallestUsefulBytes: 64 },
  free: { foreign: 'rejected', twice: 'rejected' },
  reclaims: 'everything',
  reuse: 'sameLayout',
  deterministic: 'claimed',
};

export default function idPool(): IdPool {
  return new IdPool();
}
