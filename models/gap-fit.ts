import { alignUp, type AddressRange } from '../src/core/address.js';
import type { Contract } from '../src/contract/document/contract-schema.js';
import type { Step } from '../src/core/execution.js';
import type { ModelState } from './interval-model.js';

type Gap = NonNullable<Contract['gap']>;

/**
 * A gap between live blocks that must hold the request (S22), by the arithmetic that the contract
 * gives: what the request needs after rounding, overhead and alignment slack, against the gap less
 * the overhead of the neighbours on both sides. Gaps lie in absolute addresses, less metadata.
 */
export function fittingGap(
  gap: Gap,
  metadata: readonly { readonly start: number; readonly end: number }[],
  state: ModelState,
  step: Step,
): AddressRange | undefined {
  const needed = neededBytes(gap, step);
  const overhead = BigInt(gap.overheadBytes);
  return freeRanges(metadata, state).find(
    (range) => range.end - range.start - 2n * overhead >= needed,
  );
}

function neededBytes(gap: Gap, step: Step): bigint {
  const granule = BigInt(gap.granuleBytes);
  const overhead = BigInt(gap.overheadBytes);
  const rounded = roundSize(gap, alignUp(step.size + overhead, granule));
  const slack =
    gap.alignSlack === 'none' || step.align <= granule
      ? 0n
      : gap.alignSlack === 'align'
        ? step.align
        : step.align + overhead;
  return rounded + slack;
}

function roundSize(gap: Gap, size: bigint): bigint {
  if (gap.rounding === 'none') return size;
  let power = 1n;
  while (power < size) power <<= 1n;
  if (gap.rounding === 'powerOfTwo') return power;
  const step = power >> BigInt(gap.rounding.tlsf + 1);
  return step <= 1n ? size : alignUp(size, step);
}

/** Ranges of the region that hold neither a live block nor metadata, and are there to be had. */
function freeRanges(
  metadata: readonly { readonly start: number; readonly end: number }[],
  state: ModelState,
): AddressRange[] {
  const base = state.region.start;
  const occupied = [
    ...state.live.map((interval) => interval.range),
    ...state.holes,
    ...metadata.map((range) => ({
      start: base + BigInt(range.start),
      end: base + BigInt(range.end),
    })),
  ].sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
  const free: AddressRange[] = [];
  let cursor = base;
  for (const range of occupied) {
    if (range.start > cursor) free.push({ start: cursor, end: range.start });
    if (range.end > cursor) cursor = range.end;
  }
  if (state.region.end > cursor) free.push({ start: cursor, end: state.region.end });
  return free;
}
