import type { Allocator, Range } from './allocator.js';
import { makeRegion } from './given-region.js';
import { subject } from './imported.js';
import { pool } from './pool.js';
import { BASE_OFFSET, REGION_BYTES, RESERVE_BYTES, WATCHED_BYTES } from './settings.js';
import { wrong } from './wrong.js';

// The region lies between bytes that nobody may touch, before what it may be extended into.
const POOL_BASE = 65_536 + BASE_OFFSET;
const poolMemory = new SharedArrayBuffer(
  POOL_BASE + REGION_BYTES + RESERVE_BYTES + 2 * WATCHED_BYTES,
);

interface Pool {
  readonly memory: SharedArrayBuffer;
  readonly base: number;
  readonly bytes: number;
}

/** Every run has a fresh allocator. */
export let allocator: Allocator;
export function begin(): void {
  pool.base = POOL_BASE;
  pool.end = POOL_BASE + REGION_BYTES;
  pool.reserveEnd = pool.end + RESERVE_BYTES;
  makeRegion();
  const create = subject as (given: Pool) => Allocator | null | undefined;
  const created = create({ memory: poolMemory, base: POOL_BASE, bytes: REGION_BYTES });
  if (created === null || created === undefined) wrong('init refuses its region');
  allocator = created;
}
export const memory = (): Uint8Array | undefined => new Uint8Array(poolMemory);
export function region(): Range {
  return (allocator.region?.() as Range | undefined) ?? { base: pool.base, end: pool.end };
}
export function footprint(): number {
  return (allocator.footprint?.() as number | undefined) ?? poolMemory.byteLength;
}
