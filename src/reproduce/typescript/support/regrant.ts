import type { Block } from './block.js';
import { fill, type Flags } from './fill.js';
import { holdsItsBytes, intact } from './intact.js';
import { isGranted } from './is-granted.js';
import { liesRight } from './lies-right.js';
import { REALLOC_IN_PLACE, REALLOC_TO_ZERO_FREES } from './settings.js';
import { wrong } from './wrong.js';

/** Takes over what realloc answers, which keeps the shorter of both lengths; refused, it changes nothing. */
export function regrant(
  one: Block,
  answer: unknown,
  size: number,
  align: number,
  flags: Flags = {},
): void {
  if (isGranted(answer)) {
    const old = { ...one };
    Object.assign(one, { start: answer, size, held: size });
    liesRight(one, align);
    if (REALLOC_IN_PLACE && one.start !== old.start) {
      wrong(`${one.name} has moved from ${old.start} to ${one.start}`);
    }
    holdsItsBytes(one, old.held, Math.min(old.size, size), 'realloc keeps it');
    one.generation++;
    fill(one, flags);
  } else if (REALLOC_TO_ZERO_FREES && size === 0) {
    one.live = false;
  }
  intact();
}
