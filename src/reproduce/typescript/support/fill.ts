import type { Block } from './block.js';
import { byteAt } from './intact.js';
import { memory } from './subject.js';
import { nextWritten } from './written.js';

/** Zeroed bytes are read before they are written; unfilled blocks are left as they are. */
export interface Flags {
  readonly zeroed?: boolean;
  readonly unfilled?: boolean;
}
export function fill(one: Block, flags: Flags): void {
  const bytes = memory();
  one.filled = bytes !== undefined && one.held > 0 && flags.unfilled !== true;
  if (bytes === undefined || !one.filled) return;
  for (let i = 0; i < one.held; i = nextWritten(one.held, i + 1)) {
    bytes[one.start + i] = byteAt(one, i);
  }
}
