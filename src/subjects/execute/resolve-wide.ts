import { resolveQuantity, type Quantity } from '../../core/quantity.js';
import type { Instance } from '../target.js';
import { WIDE } from '../wide-words.js';

const SIZE_MAX = 2n ** 64n - 1n;

/** A resolved count as the executor has it: a number, and exact where that is too large to be. */
interface Count {
  /** NaN or negative where there is none. */
  readonly number: number;
  readonly exact: bigint;
}

/**
 * A symbolic quantity of a subject whose sizes have 64 bits, undefined where it cannot be sent (S2).
 * Exact, and slow beside `resolveSize`: a request of a symbolic size is one in some.
 */
export function resolveWide(
  quantity: Quantity,
  { base, end }: Instance,
  liveBytes: number,
  count: Count,
): bigint | undefined {
  const length = end - base;
  const known = end < Number.MAX_SAFE_INTEGER;
  return resolveQuantity(quantity, {
    sizeMax: SIZE_MAX,
    regionBytes: known ? BigInt(length) : undefined,
    regionRemaining: known && liveBytes <= length ? BigInt(length - liveBytes) : undefined,
    count:
      count.number >= WIDE ? count.exact : count.number >= 0 ? BigInt(count.number) : undefined,
  });
}
