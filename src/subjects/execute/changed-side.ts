import type { Contents } from '../contents.js';
import type { Watched } from '../target.js';

/** The first of the two watched ranges in which a byte is not what was put there; undefined: none. */
export function changedSide(
  watched: Watched,
  contents: Contents,
): readonly [number, number] | undefined {
  return [watched.before, watched.after].find(([from, to]) => {
    for (let address = from; address < to; address++) {
      if (contents.byteAt(address) !== watched.expected(address)) return true;
    }
    return false;
  });
}
