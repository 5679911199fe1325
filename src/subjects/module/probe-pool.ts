import { SubjectError } from '../../core/errors.js';
import { defaultWorld } from '../../core/world.js';
import type { Allocator } from '../module-port.js';
import { thrownText } from '../thrown-text.js';
import { describeAllocator } from './describe-allocator.js';
import type { GivenRegion } from './given-region.js';

/** Lengths of the pools that are tried, in bytes: some allocators take only small or only large ones. */
const triedBytes = [4_096, 65_536, 1_048_576, 16_777_216];

/**
 * An allocator made by a factory for the sake of looking at it, or the promise of one; with a region,
 * in the first pool that it accepts.
 *
 * @throws SubjectError if it throws, or refuses, for every pool
 */
export function probePool(
  make: (...pool: readonly unknown[]) => unknown,
  region: GivenRegion | undefined,
  contract: unknown,
  locator: string,
): Allocator | Promise<unknown> {
  let first: { readonly bytes: number; readonly failure: string } | undefined;
  for (const bytes of region === undefined ? [0] : [...declaredBytes(contract), ...triedBytes]) {
    const failure = attempt(make, region, bytes, locator);
    if (typeof failure !== 'string') return failure;
    first ??= { bytes, failure };
  }
  const pool = region === undefined ? '' : ` for a pool of ${first?.bytes} bytes`;
  throw new SubjectError(
    `${locator}: the default export is a function that should make an allocator, but it ${first?.failure}${pool}`,
  );
}

function attempt(
  make: (...pool: readonly unknown[]) => unknown,
  region: GivenRegion | undefined,
  bytes: number,
  locator: string,
): Allocator | Promise<unknown> | string {
  let made: unknown;
  try {
    if (region === undefined) made = make();
    else {
      region.open({ ...defaultWorld, regionBytes: bytes }, 0);
      made = make({ memory: region.memory.buffer, base: region.base, bytes });
    }
  } catch (thrown) {
    return `throws ${thrownText(thrown)}`;
  }
  if (made === null || made === undefined) return `answers ${String(made)}`;
  if (made instanceof Promise) return made;
  describeAllocator(made, `${locator}: what the factory makes`);
  return made as Allocator;
}

/** The smallest region that a contract document declares; a preset's is among those tried. */
function declaredBytes(contract: unknown): number[] {
  const document = (contract ?? {}) as { readonly region?: { readonly smallestBytes?: unknown } };
  const bytes = document.region?.smallestBytes;
  return Number.isSafeInteger(bytes) && Number(bytes) > 0 && Number(bytes) < 2 ** 30
    ? [Number(bytes)]
    : [];
}
