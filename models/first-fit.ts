import { rangeOverlaps, type AddressRange } from '../src/core/address.js';

/**
 * First-fit placement by address over blocks of one size: the lowest run of free blocks that is
 * long enough. A block is free when nothing of `held` touches it: ranges in the order of addresses, none
 * of them empty. What lies before the run is in nobody's way any more, so one pass is enough. Undefined: refused.
 */
export function firstFitAddress(
  bounds: AddressRange,
  blockBytes: bigint,
  held: readonly AddressRange[],
  request: { readonly size: bigint; readonly align: bigint },
): bigint | undefined {
  const bytes = ((request.size + blockBytes - 1n) / blockBytes) * blockBytes;
  let start = bounds.start;
  let next = 0;
  while (start + bytes <= bounds.end) {
    const run = { start, end: start + bytes };
    while (next < held.length && held[next].end <= start) next++;
    const blocking = next < held.length && rangeOverlaps(held[next], run) ? held[next] : undefined;
    if (blocking === undefined && start % request.align === 0n) return start;
    start =
      blocking === undefined ? start + blockBytes : nextBlock(bounds.start, blockBytes, blocking);
  }
  return undefined;
}

/** The first block behind a range that is held. */
function nextBlock(dataStart: bigint, blockBytes: bigint, range: AddressRange): bigint {
  const used = range.end - dataStart;
  return dataStart + ((used + blockBytes - 1n) / blockBytes) * blockBytes;
}
