/**
 * A 64-bit unsigned value kept as two 32-bit words (S10). Records keep words, because an answer may
 * be any garbage and a JS number is exact below 2^53 only; the specification reads them as bigint.
 */
export function fromWords(low: number, high: number): bigint {
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}

export const lowWord = (value: bigint): number => Number(BigInt.asIntN(32, value));

/** A half-open range of addresses [start, end). Blocks that touch do not overlap. */
export interface AddressRange {
  readonly start: bigint;
  readonly end: bigint;
}

/** Whether two ranges share a byte; an empty one shares none, wherever it lies. */
export const rangeOverlaps = (a: AddressRange, b: AddressRange): boolean =>
  a.start < a.end && b.start < b.end && a.start < b.end && b.start < a.end;

export const rangeContains = (outer: AddressRange, inner: AddressRange): boolean =>
  outer.start <= inner.start && inner.end <= outer.end;

/** `value` rounded up to a multiple of `align`, a power of two. */
export const alignUp = (value: bigint, align: bigint): bigint =>
  (value + align - 1n) & ~(align - 1n);
