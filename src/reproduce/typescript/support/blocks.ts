import { block, type Block } from './block.js';

/** Blocks by the names of their allocations. */
export const A = block('A', 1);
export const blocks: readonly Block[] = [A];
