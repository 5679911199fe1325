import type { Range } from './allocator.js';
import { makeRegion } from './given-region.js';
import { pool } from './pool.js';
import { cannot } from './say.js';
import { BASE_OFFSET, REGION_BYTES, RESERVE_BYTES, WATCHED_BYTES } from './settings.js';
import { growTo, instantiate, wasm } from './wasm-instance.js';
import { initRefuses, tellRegion } from './wasm-module.js';
import { wrong } from './wrong.js';

export { allocator } from './wasm-module.js';
export { memory } from './wasm-instance.js';

/** Every run has a fresh instance; the pool lies behind the module's own memory and a page of guard. */
export function begin(): void {
  instantiate();
  pool.origin = wasm.memory.buffer.byteLength;
  if (!growTo(pool.origin + 3 * 65_536 + REGION_BYTES + RESERVE_BYTES + WATCHED_BYTES)) {
    cannot('the memory has no room for a pool');
  }
  pool.base = pool.origin + 65_536 + BASE_OFFSET;
  pool.end = pool.base + REGION_BYTES;
  pool.reserveEnd = pool.end + RESERVE_BYTES;
  makeRegion();
  if (initRefuses(pool.base, REGION_BYTES)) wrong('init refuses its region');
}
/** A subject may count less as its own than it was given; it tells so in two words before the pool. */
export function region(): Range {
  const view = new DataView(wasm.memory.buffer);
  view.setUint32(pool.origin, pool.base, true);
  view.setUint32(pool.origin + 4, pool.end, true);
  tellRegion(pool.origin, pool.origin + 4);
  return { base: view.getUint32(pool.origin, true), end: view.getUint32(pool.origin + 4, true) };
}
export const footprint = (): number => wasm.memory.buffer.byteLength;
