import { edgeBytes, wholeBytes } from '../core/observation.js';
import type { World } from '../core/world.js';

/**
 * Which bytes of a block are written, as the observer does: all of a block up to `whole` bytes, of a
 * longer one `edge` bytes at each end. A subject that keeps its headers inside live blocks goes on
 * differently where the middle is written too, so a reproduction must not write more.
 */
export function writtenEnds({ observe }: World): { whole: number; edge: number } {
  const edge = edgeBytes(observe);
  return { whole: wholeBytes(edge), edge };
}
