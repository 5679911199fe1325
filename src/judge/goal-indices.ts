import { goalIndex, goalTopics, sizeClasses } from '../contract/goals/coverage-goal.js';
import { entryPointNames } from '../core/entry-point.js';
import { contractKinds, requestKindNames } from '../core/request-kind.js';

/** Where `CoverageCounter` counts each goal: its index among all, or that of the first of its kind. */

/** By code of the request kind; -1 for what no contract names. */
export const ANSWERED = Int32Array.from(requestKindNames, (name) => {
  const kind = contractKinds.find((known) => known === name);
  return kind === undefined ? -1 : goalIndex('answered', kind);
});
/** By code of the entry point. */
export const ENTRY = Int32Array.from(entryPointNames, (entry) => goalIndex('entry', entry));
/** Plus the log2 of the alignment asked. */
export const ALIGN = goalIndex('align', 0);

export const SIZE_ZERO = goalIndex('size', 'zero');
export const SIZE_BELOW_SMALLEST = goalIndex('size', 'belowSmallest');
export const SIZE_ABOVE_LARGEST = goalIndex('size', 'aboveLargest');
export const SIZE_IMPOSSIBLE = goalIndex('size', 'impossible');
export const PRODUCT_WRAPS = goalIndex('product', 'wraps');
export const EXHAUSTED = goalIndex('refused', 'newBlock');
export const REALLOC_REFUSED = goalIndex('refused', 'realloc');
export const REALLOC_GROW = goalIndex('realloc', 'grow');
export const REALLOC_SHRINK = goalIndex('realloc', 'shrink');
export const REALLOC_SHRINK_THEN_GROW = goalIndex('realloc', 'shrinkThenGrow');
export const REALLOC_OF_NULL = goalIndex('realloc', 'ofNull');
export const REALLOC_TO_ZERO = goalIndex('realloc', 'toZero');
export const EMPTIED = goalIndex('emptied', 'region');
export const ZEROED_AFTER_FREE = goalIndex('zeroed', 'afterFree');
export const RESET_WITH_LIVE = goalIndex('reset', 'withLive');
/** Plus the code of the mode. */
export const INVALID_FREE = goalIndex('invalidFree', 'foreign');
export const WORLD_NOISE = goalIndex('world', 'noise');
export const WORLD_ODD_LENGTH = goalIndex('world', 'oddLength');
export const WORLD_UNALIGNED_BASE = goalIndex('world', 'unalignedBase');
export const CONTENTS_FULL = goalIndex('contents', 'full');

/** By what `BlockStarts.freeBeside` answers. */
export const COALESCE = Int32Array.of(
  goalIndex('coalesce', 'none'),
  goalIndex('coalesce', 'left'),
  goalIndex('coalesce', 'right'),
  goalIndex('coalesce', 'both'),
);

/** Numbers of blocks live at once that are goals. */
export const LIVE = goalTopics.live.map((blocks) => ({ blocks, index: goalIndex('live', blocks) }));

/** Bytes of the largest grant that belongs to a class of sizes. */
export const LARGEST_CLASS = sizeClasses.large.largest;

/** The class of a size from 1 to {@link LARGEST_CLASS} bytes. */
export function sizeClassOf(bytes: number): number {
  if (bytes <= sizeClasses.small.largest) return bytes <= sizeClasses.tiny.largest ? TINY : SMALL;
  return bytes <= sizeClasses.page.largest ? PAGE : LARGE;
}

const TINY = goalIndex('size', 'tiny');
const SMALL = goalIndex('size', 'small');
const PAGE = goalIndex('size', 'page');
const LARGE = goalIndex('size', 'large');
