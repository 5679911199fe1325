import type { Allocator } from '../../../src/subjects/module-port.js';
import { CHUNK_BYTES } from '../correct/growing.js';
import { SPACE_BYTES } from '../correct/offset-space.js';
import { slowLosses } from './slow-losses.js';
import { granted, lostRoom, type Script } from './script.js';

/** Members that grant what cannot fit, refuse what must, lose room or take too much of it. */
export const refusals: Readonly<Record<string, Script>> = {
  'size-plus-align-wraps': { from: 'bump', shows: ({ a }) => a.alloc(2 ** 32, 1) !== null },
  'size-truncated-to-32-bits': {
    from: 'offset-space',
    shows: ({ a }) => a.alloc(2 ** 32 + 1, 1) !== null,
  },
  'class-search-wraps-below-2-32': {
    from: 'tlsf',
    shows: ({ a }) => a.alloc(2 ** 32 - 1, 1) !== null,
  },
  'class-behind-the-table-below-2-30': {
    from: 'first-fit-list',
    shows: ({ a }) => a.alloc(1, 1) !== null && a.alloc(2 ** 30 - 1, 1) !== null,
  },
  'calloc-product-wraps': {
    from: 'first-fit-list',
    shows: ({ a }) => a.allocArray(65_536, 65_536) !== null,
  },
  'exhaustion-returns-end': {
    from: 'bump',
    shows: ({ a, end }) => a.alloc(1_025, 1) === end,
  },
  'throws-instead-of-null': {
    from: 'first-fit-list',
    shows({ a }) {
      try {
        return a.alloc(1_025, 1) !== null;
      } catch {
        return true;
      }
    },
  },
  'state-changed-by-refused-request': {
    from: 'first-fit-list',
    shows: (stage) => stage.a.alloc(1_025, 1) === null && lostRoom(stage),
  },
  'full-slab-never-listed-again': {
    from: 'segregated',
    bytes: 256,
    shows({ a }) {
      a.dealloc(granted(a.alloc(256, 1)), 256, 1);
      return a.alloc(256, 1) === null;
    },
  },
  'exact-fit-off-by-one': {
    from: 'offset-space',
    shows: ({ a }) => a.alloc(SPACE_BYTES, 1) === null,
  },
  'null-although-room-exists': {
    from: 'first-fit-list',
    shows({ a }) {
      a.alloc(1, 64);
      return a.alloc(49, 1) === null;
    },
  },
  'split-remainder-lost': {
    from: 'first-fit-list',
    shows: ({ a }) => a.alloc(1, 1) !== null && a.alloc(1, 1) === null,
  },
  'dirty-region-assumption': {
    from: 'bitmap-first-fit',
    noise: -1,
    shows: ({ a }) => a.alloc(16, 1) === null,
  },
  'realloc-always-refuses': {
    from: 'first-fit-list',
    shows: ({ a }) => a.realloc(granted(a.alloc(1, 1)), 1, 1, 1) === null,
  },
  'slot-lost-at-a-refusal': {
    from: 'slot-pool',
    shows: ({ a, then, fresh }) => a.alloc(65, 1) === null && slotsOf(then) < slotsOf(fresh()),
  },
  'id-lost-at-each-reset': {
    from: 'id-pool',
    shows({ a, then, fresh }) {
      a.reset();
      return slotsOf(then) < slotsOf(fresh());
    },
  },
  'realloc-moves-and-leaks': {
    from: 'first-fit-list',
    shows(stage) {
      const first = granted(stage.a.alloc(1, 1));
      return lostRoom(stage, granted(stage.a.realloc(first, 1, 1, 64)));
    },
  },
  'realloc-to-zero-leaks': {
    from: 'first-fit-list',
    shows(stage) {
      stage.a.realloc(granted(stage.a.alloc(8, 1)), 8, 0, 1);
      return lostRoom(stage);
    },
  },
  'realloc-shrink-leaks-tail': {
    from: 'first-fit-list',
    shows(stage) {
      const first = granted(stage.a.alloc(1_016, 1));
      return lostRoom(stage, granted(stage.a.realloc(first, 1_016, 8, 1)));
    },
  },
  'alignment-padding-lost': {
    from: 'first-fit-list',
    shows: (stage) => lostRoom(stage, granted(stage.a.alloc(1, 64))),
  },
  'coalesce-forgets-left': {
    from: 'first-fit-list',
    shows: (stage) => lostRoom(stage, granted(stage.a.alloc(1, 64))),
  },
  'coalesce-forgets-right': {
    from: 'first-fit-list',
    shows: (stage) => lostRoom(stage, granted(stage.a.alloc(1, 1))),
  },
  'coalesce-forgets-both': {
    from: 'first-fit-list',
    shows: (stage) => lostRoom(stage, granted(stage.a.alloc(1, 1))),
  },
  'loses-one-hole-among-permuted-frees': {
    from: 'first-fit-list',
    shows: (stage) => lostRoom(stage, granted(stage.a.alloc(1, 64))),
  },
  'grows-without-bound': {
    from: 'growing',
    shows: ({ a, then }) => a.alloc(CHUNK_BYTES, 1) !== null && then.footprint() > 2 ** 24,
  },
  'grows-a-thousand-times-too-much': {
    from: 'growing',
    shows: ({ a, then }) => a.alloc(CHUNK_BYTES, 1) !== null && then.footprint() > 2 ** 24,
  },
  'growth-leaks-each-round': {
    from: 'growing',
    shows({ a, then }) {
      then.dealloc(granted(a.alloc(65_536, 1)), 65_536, 1);
      const first = then.footprint();
      then.dealloc(granted(then.alloc(65_536, 1)), 65_536, 1);
      return then.footprint() > first;
    },
  },
  ...slowLosses,
  'hidden-counter': {
    from: 'offset-space',
    shows({ a, fresh }) {
      const first = a.alloc(1, 1);
      return Array.from({ length: 8 }, fresh).some((other) => other.alloc(1, 1) !== first);
    },
  },
};

/** How many units are granted until one is refused. */
function slotsOf(allocator: Required<Allocator>): number {
  let slots = 0;
  while (allocator.alloc(1, 1) !== null) slots++;
  return slots;
}
