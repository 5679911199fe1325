/**
 * How a first-fit allocator answered a deallocation. Every answer but `freed` changed nothing.
 *
 * - `freed`: the allocation has ended
 * - `outsidePool`: no address of the pool; null is none
 * - `notABlock`: in the pool, but in the bitmap, in the slack behind the last block, or inside a
 *   block
 * - `notAllocated`: a block that starts no live allocation: never granted, freed before, or in the
 *   middle of an allocation
 * - `wrongSize`: a live allocation that was requested with another size
 *
 * The checks are made in this order, so that each answer names the first thing wrong with a call.
 */
export type DeallocateResult = 'freed' | 'outsidePool' | 'notABlock' | 'notAllocated' | 'wrongSize';
