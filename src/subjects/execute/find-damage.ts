/** What is recorded of damaged bytes: their offsets and what begins at the first of them. */
export interface FoundDamage {
  readonly first: number;
  readonly last: number;
  readonly count: number;
  /** Up to sixteen bytes from the first bad offset on. */
  readonly expected: readonly number[];
  readonly seen: readonly number[];
}

/** Half-open ranges of offsets. */
export type Ranges = readonly (readonly [number, number])[];

const SHOWN_BYTES = 16;

/** Compares byte by byte within half-open ranges of offsets, in which something is known to differ. */
export function findDamage(
  ranges: Ranges,
  seenAt: (offset: number) => number,
  expectedAt: (offset: number) => number,
): FoundDamage {
  let first = NaN;
  let last = NaN;
  let count = 0;
  let end = 0;
  for (const [from, to] of ranges) {
    for (let offset = from; offset < to; offset++) {
      end = Math.max(end, to);
      if (seenAt(offset) === expectedAt(offset)) continue;
      if (count === 0) first = offset;
      last = offset;
      count++;
    }
  }
  const shown = Array.from(
    { length: Math.max(0, Math.min(SHOWN_BYTES, end - first)) },
    (_, index) => first + index,
  );
  return { first, last, count, expected: shown.map(expectedAt), seen: shown.map(seenAt) };
}
