/**
 * The biases of S33 by name. Each stands for a kind of bug that uniform requests meet too rarely; a
 * report shows in which share of the programs each was at work.
 */
export const generatorFeatures = [
  /** 2^k less a log-uniform distance. */
  'belowPowerOfTwo',
  /** 2^k and up to 128 more. */
  'abovePowerOfTwo',
  /** Around pages and chunks, headers taken off. */
  'pageEdge',
  'sizeEqualsAlign',
  'smallSizeLargeAlign',
  /** The first request takes most of the region. */
  'largeFirst',
  /** count * size is small modulo the size type. */
  'wrappedProduct',
  /** Near 2^31, 2^32, 2^63, PTRDIFF_MAX, SIZE_MAX. */
  'extremeSize',
  /** Fill until refused, then realloc, extend, free, and the same again. */
  'fillAgain',
  /** Small growths beside a freed neighbour. */
  'reallocLadder',
  /** Shrink, then grow, with live neighbours on both sides. */
  'shrinkThenGrow',
  /** Realloc to 1..15. */
  'reallocTiny',
  /** Equal blocks freed in a permuted order, then a larger one asked. */
  'permutedFrees',
  /** Freed, and the same layout asked at once. */
  'sameAgain',
  'exactRemaining',
  'outsideBounds',
  'zeroSize',
  'invalidFree',
  'drained',
  'resetWithLive',
  'tinyRegion',
  'oddRegion',
  'oddBase',
  'noiseFill',
  /** A random subset of kinds, sizes and alignments only. */
  'swarm',
  /** 1,000 requests and more. */
  'long',
] as const;

export type GeneratorFeature = (typeof generatorFeatures)[number];

/** The bit of each feature in the mask that is made with every program. */
export const Feature = Object.fromEntries(
  generatorFeatures.map((name, index) => [name, 1 << index]),
) as Readonly<Record<GeneratorFeature, number>>;

/** The features that a mask holds, in the order of the list. */
export function featuresOf(mask: number): GeneratorFeature[] {
  return generatorFeatures.filter((name) => (mask & Feature[name]) !== 0);
}
