import type { Allocator } from '../../../src/subjects/module-port.js';
import { granted, type Script } from './script.js';

/** Members that lose a little in each pair of a grant and a free. */
export const slowLosses: Readonly<Record<string, Script>> = {
  'keeps-442-bytes-of-each-pair': {
    from: 'committed-space',
    shows: ({ a, then }) =>
      grows(
        then,
        () => granted(a.alloc(64, 1)),
        () => granted(then.alloc(64, 1)),
      ),
  },
  'zeroed-grant-keeps-a-record': {
    from: 'committed-space',
    shows: ({ a, then }) =>
      grows(
        then,
        () => granted(a.allocZeroed(64, 1)),
        () => granted(then.allocZeroed(64, 1)),
      ),
  },
  'shrink-in-place-forgets-the-tail': {
    from: 'committed-space',
    shows({ a, then }) {
      const shrunk = (by: Required<Allocator>): number => {
        const address = granted(by.alloc(64, 1));
        by.resizeInPlace(address, 64, 32, 1);
        return address;
      };
      return grows(
        then,
        () => shrunk(a),
        () => shrunk(then),
      );
    },
  },
  'aligned-block-on-the-wrong-list': {
    from: 'committed-space',
    shows: ({ a, then }) =>
      grows(
        then,
        () => granted(a.alloc(16, 64)),
        () => granted(then.alloc(16, 64)),
      ),
  },
  'slot-lost-in-256-frees': {
    from: 'slot-pool',
    shows({ a, then }) {
      then.dealloc(granted(a.alloc(64, 1)), 64, 1);
      for (let pair = 1; pair < 256; pair++) then.dealloc(granted(then.alloc(64, 1)), 64, 1);
      let slots = 0;
      while (then.alloc(64, 1) !== null) slots++;
      return slots < 16;
    },
  },
};

/** Whether a second pair of a grant and a free takes more memory than the first. */
function grows(then: Required<Allocator>, first: () => number, second: () => number): boolean {
  then.dealloc(first(), 64, 1);
  const before = then.footprint();
  then.dealloc(second(), 64, 1);
  return then.footprint() > before;
}
