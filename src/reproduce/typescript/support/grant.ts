import type { Block } from './block.js';
import { fill, type Flags } from './fill.js';
import { intact } from './intact.js';
import { isGranted } from './is-granted.js';
import { liesRight } from './lies-right.js';
import { memory } from './subject.js';
import { wrong } from './wrong.js';

/** Takes a block over from the subject; a refusal is lawful unless something else says so. */
export function grant(
  one: Block,
  answer: unknown,
  size: number,
  align: number,
  flags: Flags = {},
): void {
  if (isGranted(answer)) {
    Object.assign(one, { start: answer, size, held: size, generation: 0 });
    liesRight(one, align);
    const bytes = flags.zeroed === true && flags.unfilled !== true ? memory() : undefined;
    for (let i = 0; bytes !== undefined && i < size; i++) {
      const seen = bytes[one.start + i];
      if (seen !== 0) wrong(`byte ${i} of ${one.name} is ${seen ?? 'gone'} and not zero`);
    }
    one.live = true;
    fill(one, flags);
  }
  intact();
}
