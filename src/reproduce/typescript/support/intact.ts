import type { Block } from './block.js';
import { blocks } from './blocks.js';
import { patternByte } from './pattern.js';
import { memory } from './subject.js';
import { outsideUntouched } from './surroundings.js';
import { nextWritten } from './written.js';
import { wrong } from './wrong.js';

export const byteAt = ({ number, generation }: Block, offset: number): number =>
  patternByte(number, generation, offset);

export function holdsItsBytes(one: Block, written: number, length: number, promise: string): void {
  const bytes = memory();
  if (bytes === undefined || !one.filled) return;
  for (let i = 0; i < length; i = nextWritten(written, i + 1)) {
    const [seen, must] = [bytes[one.start + i], byteAt(one, i)];
    if (seen !== must) {
      wrong(`byte ${i} of ${one.name} is ${seen ?? 'gone'} and must be ${must}: ${promise}`);
    }
  }
}
/** No byte of a live block changes but by its owner, and none around the region. */
export function intact(): void {
  for (const one of blocks) {
    if (one.live) holdsItsBytes(one, one.held, one.held, 'nobody wrote to it');
  }
  outsideUntouched();
}
