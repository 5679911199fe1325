import { rangeOverlaps, type AddressRange } from '../src/core/address.js';
import type { LiveInterval, ModelState } from './interval-model.js';

// Questions about live intervals in the order of their starts, answered by halving: a program that fills
// memory has tens of thousands of them, and every step asks.

/** Live intervals that share a byte with `range`; empty ranges share nothing. */
export function overlapping(
  { live, longestBytes }: ModelState,
  range: AddressRange,
  but?: number,
): LiveInterval[] {
  const found: LiveInterval[] = [];
  for (let at = firstFrom(live, range.end) - 1; at >= 0; at--) {
    const other = live[at];
    if (other.range.start + longestBytes <= range.start) break;
    if (other.allocation !== but && rangeOverlaps(other.range, range)) found.push(other);
  }
  return found.reverse();
}

/** Live intervals that start within a range, whatever their length. */
export function startingIn({ live }: ModelState, { start, end }: AddressRange): LiveInterval[] {
  return live.slice(firstFrom(live, start), firstFrom(live, end));
}

/** Index of the first interval that starts at `address` or behind it. */
export function firstFrom(live: readonly LiveInterval[], address: bigint): number {
  let low = 0;
  let high = live.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (live[middle].range.start < address) low = middle + 1;
    else high = middle;
  }
  return low;
}
