import { DEFAULT_POOL_BYTES, LARGEST_ALIGN, WATCHED_BYTES } from '../../../core/observation.js';
import type { World } from '../../../core/world.js';
import { GivenRegion } from '../../module/given-region.js';
import type { Watched } from '../../target.js';
import type { SystemMemory } from './system-memory.js';

/** Addresses within the pool count from a multiple of this, so that noise falls as in the driver. */
const UNIT = LARGEST_ALIGN;
/** Where pools begin, less one unit, as in the driver: the same program gets the same addresses. */
const PLACE = 0x8_0000_0000;
/** Mapped at once, so that a longer pool hardly ever has to move. What is not touched costs nothing. */
const ROOMY_BYTES = 2 ** 26;

/**
 * The pool that is handed to a subject's init: a given region at a native address, with pages on
 * either side that cannot be touched, so that a wild write dies at once and a near one is seen.
 */
export class NativePool {
  readonly #memory: SystemMemory;
  readonly #region: GivenRegion;
  /** Address of index 0 of the region's memory. */
  #origin = 0;

  constructor(memory: SystemMemory) {
    this.#memory = memory;
    this.#region = new GivenRegion((bytes) => this.#map(bytes));
  }

  get base(): number {
    return this.#origin + this.#region.base;
  }

  get end(): number {
    return this.#origin + this.#region.end;
  }

  get watched(): Watched {
    const origin = this.#origin;
    const { watched } = this.#region;
    const { before, after } = watched;
    return {
      before: [before[0] + origin, before[1] + origin],
      after: [after[0] + origin, after[1] + origin],
      expected: (address) => watched.expected(address - origin),
      intact: () => watched.intact(),
    };
  }

  /** Makes the pool fresh for a program. */
  open(world: World, reserveBytes: number): void {
    const bytes = world.regionBytes > 0 ? world.regionBytes : DEFAULT_POOL_BYTES;
    const { length } = this.#region.memory;
    if (length > 0) this.#memory.protect(this.#origin + UNIT, length - UNIT, true);
    this.#region.open({ ...world, regionBytes: bytes }, reserveBytes);
    const page = this.#memory.pageBytes;
    const used = Math.ceil((this.#region.reserveEnd + WATCHED_BYTES + 8) / page) * page;
    const rest = this.#region.memory.length - used;
    this.#memory.protect(this.#origin + used, rest + UNIT, false);
  }

  /**
   * Offers the subject a new end, an address, which it takes or refuses by its answer; false for a
   * refusal, or where the pool cannot reach so far and nobody is asked.
   */
  moveEnd(end: number, take: () => boolean): boolean {
    const region = this.#region;
    const to = end - this.#origin;
    if (!region.canReach(to)) return false;
    const from = region.end;
    if (to > from) region.offer(to);
    if (take()) {
      region.moveEnd(to);
      return true;
    }
    if (to > from) region.withdraw(to);
    return false;
  }

  #map(bytes: number): Uint8Array {
    if (bytes === 0) return new Uint8Array(0);
    const length = Math.max(bytes, ROOMY_BYTES);
    const low = this.#memory.map(length + 2 * UNIT, PLACE);
    this.#origin = Math.ceil(low / UNIT) * UNIT;
    // The page before the first base holds watched bytes.
    this.#memory.protect(this.#origin, UNIT - this.#memory.pageBytes, false);
    return this.#memory.view(this.#origin, length);
  }
}
