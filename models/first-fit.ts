import { rangeOverlaps, type AddressRange } from '../src/core/address.js';
import type { LiveInterval } from './interval-model.js';

/**
 * First-fit placement by address over blocks of one size: the lowest run of free blocks that is
 * long enough. A block is free when no live interval touches it. Undefined: refused.
 */
export function firstFitAddress(
  bounds: AddressRange,
  blockBytes: bigint,
  live: readonly LiveInterval[],
  request: { readonly size: bigint; readonly align: bigint },
): bigint | undefined {
  const bytes = ((request.size + blockBytes - 1n) / blockBytes) * blockBytes;
  let start = bounds.start;
  while (start + bytes <= bounds.end) {
    const run = { start, end: start + bytes };
    const blocking = live.find((interval) => rangeOverlaps(interval.range, run));
    if (blocking === undefined && start % request.align === 0n) return start;
    start =
      blocking === undefined ? start + blockBytes : nextBlock(bounds.start, blockBytes, blocking);
  }
  return undefined;
}

/** The first block behind a live interval. */
function nextBlock(dataStart: bigint, blockBytes: bigint, interval: LiveInterval): bigint {
  const used = interval.range.end - dataStart;
  return dataStart + ((used + blockBytes - 1n) / blockBytes) * blockBytes;
}
