import type { Block } from './block.js';
import { blocks } from './blocks.js';
import { UNIQUE_ZERO_SIZE } from './settings.js';
import { region } from './subject.js';
import { wrong } from './wrong.js';

const range = ({ start, held }: Block): string => `[${start}, ${start + held})`;

/** A block is aligned, inside of the region, and shares no byte with another. */
export function liesRight(one: Block, align: number): void {
  if (one.start % align !== 0) wrong(`${one.name} is at ${one.start}, no multiple of ${align}`);
  const { base, end } = region();
  if (one.held > 0 && (one.start < base || one.start + one.held > end)) {
    wrong(`${one.name} is ${range(one)}, outside of the region [${base}, ${end})`);
  }
  for (const other of blocks) {
    if (other === one || !other.live) continue;
    // A block of size 0 may have an address of its own.
    const counts = UNIQUE_ZERO_SIZE && (one.held === 0 || other.held === 0);
    const size = counts && one.held === 0 ? 1 : one.held;
    const length = counts && other.held === 0 ? 1 : other.held;
    if (size === 0 || length === 0) continue;
    if (one.start < other.start + length && other.start < one.start + size) {
      wrong(`${one.name} is ${range(one)} and overlaps ${other.name}, ${range(other)}`);
    }
  }
}
