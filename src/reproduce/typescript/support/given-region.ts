import { intact } from './intact.js';
import { noiseByte } from './noise.js';
import { pool } from './pool.js';
import { FRESH_BYTE, FRESH_IS_NOISE, FRESH_SEED, WATCHED_BYTES } from './settings.js';
import { memory } from './subject.js';
import { wrong } from './wrong.js';

const watched = (address: number): number => noiseByte(address - pool.origin, 0);
function watch(start: number, end: number): void {
  const bytes = memory() ?? [];
  for (let at = start; at < end; at++) bytes[at] = watched(at);
}
function freshen(start: number, end: number): void {
  const bytes = memory() ?? [];
  for (let at = start; at < end; at++) {
    bytes[at] = FRESH_IS_NOISE ? noiseByte(at - pool.origin, FRESH_SEED) : FRESH_BYTE;
  }
}
export function makeRegion(): void {
  freshen(pool.base, pool.end);
  watch(pool.base - WATCHED_BYTES, pool.base);
  watch(pool.end, pool.reserveEnd + WATCHED_BYTES);
}
export function outsideUntouched(): void {
  const bytes = memory() ?? [];
  for (const start of [pool.base - WATCHED_BYTES, pool.end]) {
    for (let at = start; at < start + WATCHED_BYTES; at++) {
      if (bytes[at] === watched(at)) continue;
      const offset = at - pool.base;
      wrong(`the byte at offset ${offset} from the region's base has changed, outside of it`);
    }
  }
}
/** The region becomes longer or shorter if the subject takes it so. */
export function grow(end: number, call: () => unknown): void {
  if (end < pool.base || end > pool.reserveEnd) return;
  const before = pool.end;
  if (end > before) freshen(before, end);
  if (call() !== false) {
    pool.end = end;
    if (end < before) watch(end, before);
  } else if (end > before) watch(before, end);
  intact();
}
