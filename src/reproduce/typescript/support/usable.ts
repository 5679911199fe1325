import type { Block } from './block.js';
import { liesRight } from './lies-right.js';
import { USABLE_WRITABLE } from './settings.js';
import { wrong } from './wrong.js';

export function usable(one: Block, answer: unknown): void {
  const [asked, length] = [one.size, Number(answer)];
  if (!(length >= asked)) {
    wrong(`${length} bytes of ${one.name} are usable, fewer than the ${asked} asked for`);
  }
  if (!USABLE_WRITABLE || asked === 0) return;
  // All of it may be written, so it is nobody else's.
  one.size = length;
  liesRight(one, 1);
  one.size = asked;
}
