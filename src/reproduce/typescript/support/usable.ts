import type { Block } from './block.js';
import { fill } from './fill.js';
import { intact } from './intact.js';
import { liesRight } from './lies-right.js';
import { USABLE_WRITABLE } from './settings.js';
import { wrong } from './wrong.js';

export function usable(one: Block, answer: unknown): void {
  const length = Number(answer);
  if (!(length >= one.size)) {
    wrong(`${length} bytes of ${one.name} are usable, fewer than the ${one.size} asked for`);
  }
  intact();
  if (!USABLE_WRITABLE || one.held === 0 || length <= one.held) return;
  // All of it may be written, so it is nobody else's.
  one.held = length;
  liesRight(one, 1);
  fill(one, { unfilled: !one.filled });
}
