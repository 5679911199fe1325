import type { ObserveLevel } from './world.js';

/**
 * How much of a block is filled and read back, and when (S8). These are the numbers of everyone who
 * runs a program: the executor, the driver, far sides and reproductions. What is not TypeScript has
 * them from files that scripts/make-protocol-files.js writes.
 */

/** Bytes at either end of a block that are filled and read at the level `edges`. */
export const EDGE_BYTES = 16;

/** Bytes at either end of a block that are filled and read at the level `wide`. */
export const WIDE_EDGE_BYTES = 2_048;

/** Bytes at either end of a block that are filled and read at the levels `full` and `each`. */
export const FULL_EDGE_BYTES = 32_768;

/** Bytes at either end of a block that hold the pattern where it is too long to be filled whole. */
export const edgeBytes = (level: ObserveLevel): number =>
  level === 'edges' ? EDGE_BYTES : level === 'wide' ? WIDE_EDGE_BYTES : FULL_EDGE_BYTES;

/**
 * Length of the longest block that is filled as a whole, where longer ones are filled at both ends.
 * The second end begins at a multiple of four: so of this length alone the two leave a word out.
 */
export const wholeBytes = (edge: number): number => 2 * edge + 4;

/** Offset at which the second end of a block begins that is longer than `wholeBytes(edge)`. */
export const tailOf = (length: number, edge: number): number => (length - edge) & ~3;

/**
 * Length from which on only windows of a block are read: by a checkpoint, unless the level is `each`,
 * and of a zeroed grant at the levels `edges` and `wide`. Most bytes of a large grant are pages that
 * nobody has touched, and to touch them is most of what a program costs.
 */
export const LARGE_BYTES = 16_384;

/** Bytes of a window at either end of a large block. */
export const WINDOW_BYTES = 2_048;

/** Steps between two checkpoints of a program of up to 1,024 requests. */
export const CHECKPOINT_STEPS = 64;

/** log2 of the checkpoints that longer programs have: each costs as much as all that is live. */
export const CHECKPOINTS_LOG2 = 4;

/** Bytes that reading back all live blocks may cost, for each step between two readings. */
export const BYTES_PER_STEP = 64;

/** What turning to a block costs, in bytes read: two lines that are in no cache. */
export const BYTES_PER_BLOCK = 512;

/** Bytes under watch on either side of a given region, and in its gaps (S7). */
export const WATCHED_BYTES = 128;

/** Bases of given regions are counted from a multiple of this: the largest alignment ever asked (S28). */
export const LARGEST_ALIGN = 65_536;

/** Length of a given region where the world does not say. */
export const DEFAULT_POOL_BYTES = 65_536;

/** Steps left for the programs behind this one when a macro runs out of room. */
export const RESERVED_STEPS = 64;

/** A call that is late is waited for so many times longer before it is a hang (S12). */
export const HANG_PATIENCE = 10;
