import type { Pool } from '../../../src/subjects/module-port.js';
import type { BoundaryTags } from './boundary-tags.js';
import { FirstFitList } from './first-fit-list.js';
import { isPowerOfTwo } from './power-of-two.js';

export { reclaimContract as contract } from './first-fit-list.js';

/**
 * Correct: a freed block waits, uncoalesced, for a request of its own length, the latest first; only
 * a request that finds nothing else gives all that wait back to the list.
 *
 * Source: C. B. Weinstock and W. A. Wulf, "Quick Fit: An Efficient Algorithm for Heap Storage
 * Allocation", SIGPLAN Notices 23 (10), 1988.
 */
export class QuickLists extends FirstFitList {
  /** Addresses that wait, by the length of their payload. */
  readonly #waiting = new Map<number, number[]>();

  override alloc(size: number, align: number): number | null {
    if (!isPowerOfTwo(align)) return null;
    const list = this.#waiting.get(this.payloadBytes(size)) ?? [];
    const place = list.findLastIndex((address) => address % align === 0);
    if (place >= 0) return list.splice(place, 1)[0];
    const address = super.alloc(size, align);
    if (address !== null || this.#waiting.size === 0) return address;
    this.#giveBack();
    return super.alloc(size, align);
  }

  override dealloc(address: number): boolean {
    if (this.findUsed(address) === undefined) return false;
    const payload = this.usableSize(address);
    this.#waiting.set(payload, [...(this.#waiting.get(payload) ?? []), address]);
    return true;
  }

  override reset(): void {
    this.#waiting.clear();
    super.reset();
  }

  /** What waits is in use for its neighbours only. */
  protected override findUsed(address: number): { run: BoundaryTags; block: number } | undefined {
    for (const list of this.#waiting.values()) if (list.includes(address)) return undefined;
    return super.findUsed(address);
  }

  #giveBack(): void {
    const addresses = [...this.#waiting.values()].flat();
    this.#waiting.clear();
    for (const address of addresses) super.dealloc(address);
  }
}

export default function quickLists(pool: Pool): QuickLists {
  return new QuickLists(pool);
}
