/** Classes of sizes: 0, 1, 2 to 3, 4 to 7 and so on, to 2^63 and above. */
const SIZE_CLASSES = 65;
/** log2 of the alignments that may be asked, 0 to 31. */
const ALIGN_CLASSES = 32;

/**
 * How many requests for memory were granted and how many refused, by size and by alignment, over all
 * programs of a campaign. Flat: for each class of sizes, then for each alignment, granted and refused.
 */
export type AskedCounts = Float64Array;

/** What was asked in one class of sizes, or of one alignment. */
export interface AskedRow {
  /** Smallest size of the class in bytes, or the alignment; exact, since a power of two. */
  readonly from: number;
  readonly granted: number;
  readonly refused: number;
}

export const noneAsked = (): AskedCounts => new Float64Array(2 * (SIZE_CLASSES + ALIGN_CLASSES));

/** Counts a request of `size` bytes, given as two words, and of an alignment. Allocates nothing. */
export function countAsked(
  counts: AskedCounts,
  low: number,
  high: number,
  alignLog2: number,
  isRefused: boolean,
): void {
  const sizeClass = high === 0 ? 32 - Math.clz32(low) : 64 - Math.clz32(high);
  const refused = isRefused ? 1 : 0;
  counts[2 * sizeClass + refused]++;
  counts[2 * (SIZE_CLASSES + alignLog2) + refused]++;
}

/** The classes of sizes of which any was asked, in rising order. */
export const askedSizes = (counts: AskedCounts): AskedRow[] =>
  rowsOf(counts, 0, SIZE_CLASSES, (index) => (index === 0 ? 0 : 2 ** (index - 1)));

/** The alignments of which any was asked, in rising order. */
export const askedAlignments = (counts: AskedCounts): AskedRow[] =>
  rowsOf(counts, SIZE_CLASSES, ALIGN_CLASSES, (index) => 2 ** index);

function rowsOf(
  counts: AskedCounts,
  first: number,
  length: number,
  from: (index: number) => number,
): AskedRow[] {
  const rows = Array.from({ length }, (_, index) => ({
    from: from(index),
    granted: counts[2 * (first + index)],
    refused: counts[2 * (first + index) + 1],
  }));
  return rows.filter(({ granted, refused }) => granted + refused > 0);
}
