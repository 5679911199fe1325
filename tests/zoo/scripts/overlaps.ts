import { granted, share, type Script } from './script.js';

/** Members that hand out one byte twice. */
export const overlaps: Readonly<Record<string, Script>> = {
  'alignment-rounded-down': {
    from: 'bump',
    shows: ({ a }) => granted(a.alloc(1, 1)) === granted(a.alloc(1, 2)),
  },
  'enclosing-overlap': {
    from: 'bitmap-first-fit',
    shows({ a }) {
      const first = granted(a.alloc(16, 1));
      const middle = granted(a.alloc(16, 1));
      a.dealloc(first, 16, 1);
      const large = granted(a.alloc(48, 1));
      return large < middle && middle + 16 < large + 48;
    },
  },
  'one-byte-overlap': {
    from: 'offset-space',
    shows({ a }) {
      const first = granted(a.alloc(2, 1));
      return granted(a.alloc(1, 1)) === first + 1;
    },
  },
  'realloc-in-place-over-neighbour': {
    from: 'first-fit-list',
    shows({ a }) {
      const first = granted(a.alloc(8, 1));
      const neighbour = granted(a.alloc(8, 1));
      return share(granted(a.realloc(first, 8, 24, 1)), 24, neighbour, 8);
    },
  },
  'free-marks-one-block-too-many': {
    from: 'bitmap-first-fit',
    shows({ a }) {
      const first = granted(a.alloc(16, 1));
      const second = granted(a.alloc(16, 1));
      a.dealloc(first, 16, 1);
      return share(granted(a.alloc(32, 1)), 32, second, 16);
    },
  },
  'bitmap-bit-of-neighbour-cleared': {
    from: 'bitmap-first-fit',
    shows({ a }) {
      const first = granted(a.alloc(16, 1));
      a.dealloc(granted(a.alloc(16, 1)), 16, 1);
      return granted(a.alloc(16, 1)) === first;
    },
  },
  'double-bookkeeping-after-reset': {
    from: 'segregated',
    shows({ a }) {
      a.alloc(8, 1);
      a.reset();
      const long = granted(a.alloc(16, 1));
      return share(long, 16, granted(a.alloc(8, 1)), 8);
    },
  },
  'breaks-only-after-reset-with-live-blocks': {
    from: 'offset-space',
    shows({ a }) {
      a.alloc(1, 1);
      a.reset();
      return granted(a.alloc(1, 1)) === granted(a.alloc(1, 1));
    },
  },
  'shrink-then-grow-over-split-tail': {
    from: 'first-fit-list',
    shows({ a }) {
      const first = granted(a.alloc(24, 1));
      a.realloc(first, 24, 8, 1);
      const second = granted(a.alloc(1, 1));
      return share(granted(a.realloc(first, 8, 24, 1)), 24, second, 1);
    },
  },
  'frees-wrong-of-two-equal-blocks': {
    from: 'offset-space',
    shows({ a }) {
      const first = granted(a.alloc(8, 1));
      a.dealloc(granted(a.alloc(8, 1)), 8, 1);
      return granted(a.alloc(8, 1)) === first;
    },
  },
  'thirteenth-live-block': {
    from: 'offset-space',
    shows({ a }) {
      const addresses = Array.from({ length: 13 }, () => granted(a.alloc(1, 1)));
      return new Set(addresses).size === 12;
    },
  },
  'free-list-cycle': {
    from: 'segregated',
    shows({ a }) {
      const [low, high] = [granted(a.alloc(8, 1)), granted(a.alloc(8, 1))];
      a.dealloc(low, 8, 1);
      a.dealloc(high, 8, 1);
      const again = [a.alloc(8, 1), a.alloc(8, 1), a.alloc(8, 1)];
      return again[0] === again[2];
    },
  },
  'overlap-only-when-base-unaligned': {
    from: 'bump',
    offset: 1,
    shows: ({ a }) => granted(a.alloc(1, 2)) === granted(a.alloc(1, 1)),
  },
  'resize-in-place-says-yes': {
    from: 'first-fit-list',
    shows({ a }) {
      const first = granted(a.alloc(1, 1));
      const second = granted(a.alloc(1, 1));
      return a.resizeInPlace(first, 1, 17, 1) && share(first, 17, second, 1);
    },
  },
  'double-free-frees-neighbour': {
    from: 'first-fit-list',
    shows({ a }) {
      const first = granted(a.alloc(1, 1));
      const second = granted(a.alloc(1, 1));
      a.dealloc(first, 1, 1);
      a.dealloc(first, 1, 1);
      return share(granted(a.alloc(24, 1)), 24, second, 1);
    },
  },
  'buddy-of-wrong-order': {
    from: 'buddy',
    bytes: 4_096,
    shows({ a }) {
      const first = granted(a.alloc(16, 1));
      const second = granted(a.alloc(16, 1));
      const moved = granted(a.realloc(first, 16, 32, 1));
      a.dealloc(moved, 32, 1);
      return share(granted(a.alloc(32, 1)), 32, second, 16);
    },
  },
  'slot-too-short-just-above-a-power': {
    from: 'segregated',
    shows({ a }) {
      const first = granted(a.alloc(9, 1));
      return share(first, 9, granted(a.alloc(9, 1)), 9);
    },
  },
  'free-of-null-frees-first-block': {
    from: 'first-fit-list',
    shows({ a }) {
      const first = granted(a.alloc(1, 1));
      a.deallocNull();
      return granted(a.alloc(1, 1)) === first;
    },
  },
  'coalesces-over-a-live-block': {
    from: 'offset-space',
    shows({ a }) {
      const first = granted(a.alloc(1, 1));
      const second = granted(a.alloc(1, 1));
      a.dealloc(first, 1, 1);
      return share(granted(a.alloc(2, 1)), 2, second, 1);
    },
  },
  'tlsf-merged-block-stays-listed': {
    from: 'tlsf',
    bytes: 72,
    shows({ a }) {
      a.dealloc(granted(a.alloc(1, 1)), 1, 1);
      const second = granted(a.alloc(1, 1));
      const third = a.alloc(40, 1);
      return third !== null && share(granted(third), 40, second, 1);
    },
  },
  'buddy-shrink-frees-lower-half': {
    from: 'buddy',
    shows({ a }) {
      const first = granted(a.alloc(17, 1));
      a.realloc(first, 17, 1, 1);
      return granted(a.alloc(1, 1)) === first;
    },
  },
  'aligned-free-frees-the-one-before': {
    from: 'first-fit-list',
    shows({ a }) {
      const first = granted(a.alloc(48, 1));
      a.dealloc(granted(a.alloc(1, 64)), 1, 64);
      return granted(a.alloc(1, 1)) === first;
    },
  },
  'zero-size-shares-address': {
    from: 'first-fit-list',
    shows: ({ a }) => granted(a.alloc(1, 1)) === granted(a.alloc(0, 1)),
  },
};
