import { CHUNK_BYTES } from '../correct/growing.js';
import { granted, hangs, type Script, type Stage } from './script.js';

/** Members that answer bad addresses, damage bytes, or never answer. */
export const placesAndContents: Readonly<Record<string, Script>> = {
  'align-above-32-ignored': {
    from: 'first-fit-list',
    shows: ({ a }) => granted(a.alloc(1, 64)) % 64 !== 0,
  },
  'realloc-drops-alignment': {
    from: 'first-fit-list',
    shows: ({ a }) => granted(a.realloc(granted(a.alloc(1, 1)), 1, 1, 64)) % 64 !== 0,
  },
  'alignment-lost-after-realloc-growth': {
    from: 'sliding',
    bytes: 96,
    shows({ a }) {
      const moved = a.realloc(granted(a.alloc(1, 64)), 1, 40, 64);
      return typeof moved === 'number' && moved % 64 !== 0;
    },
  },
  'last-byte-beyond-region': {
    from: 'first-fit-list',
    shows: ({ a, end }) => (a.alloc(1_024, 1) ?? -1) + 1_024 > end,
  },
  'region-end-creeps-after-growth': {
    from: 'first-fit-list',
    shows({ a, end }) {
      a.extend(8);
      return (a.alloc(1_032, 1) ?? -1) + 1_032 > end + 8;
    },
  },
  'breaks-when-first-request-is-large': {
    from: 'growing',
    shows: ({ a, then }) =>
      granted(a.alloc(CHUNK_BYTES + 1, 1)) + CHUNK_BYTES + 1 > then.region().end,
  },
  'tlsf-skips-size-rounding': {
    from: 'tlsf',
    bytes: 520,
    shows: ({ a, end }) => (a.alloc(520, 1) ?? -1) + 520 > end,
  },
  'answers-a-fraction': {
    from: 'offset-space',
    shows: ({ a }) => !Number.isInteger(a.alloc(3, 1)),
  },
  'realloc-loses-tail': {
    from: 'first-fit-list',
    shows({ a, memory }) {
      const first = granted(a.alloc(1, 1));
      memory[first] = 0x77;
      return memory[granted(a.realloc(first, 1, 1, 64))] !== 0x77;
    },
  },
  'slide-copies-backwards': {
    from: 'sliding',
    bytes: 128,
    shows({ a, memory }) {
      const first = granted(a.alloc(64, 64));
      for (let offset = 0; offset < 64; offset++) memory[first + offset] = offset;
      const moved = granted(a.realloc(first, 64, 72, 8));
      return memory.subarray(moved, moved + 64).some((byte, offset) => byte !== offset);
    },
  },
  'failed-realloc-frees-old': {
    from: 'first-fit-list',
    shows({ a }) {
      const first = granted(a.alloc(1, 1));
      a.realloc(first, 1, 2_000, 1);
      return a.alloc(1, 1) === first;
    },
  },
  'refused-realloc-marks-victim': {
    from: 'first-fit-list',
    shows({ a, memory }) {
      const first = granted(a.alloc(1, 1));
      memory[first] = 0x77;
      a.realloc(first, 1, 2_000, 1);
      return memory[first] !== 0x77;
    },
  },
  'calloc-recycled-dirty': {
    from: 'first-fit-list',
    shows({ a, memory }) {
      const first = granted(a.alloc(1, 1));
      memory[first] = 0x77;
      a.dealloc(first, 1, 1);
      return memory[granted(a.allocZeroed(1, 1))] !== 0;
    },
  },
  'trusts-fresh-bytes-to-be-zero': {
    from: 'first-fit-list',
    noise: 5,
    shows: ({ a, memory }) => isDirty(memory, granted(a.allocZeroed(16, 1)), 16),
  },
  'calloc-zeroes-first-4096-bytes': {
    from: 'first-fit-list',
    bytes: 8_192,
    noise: 5,
    shows: ({ a, memory }) => isDirty(memory, granted(a.allocZeroed(4_112, 1)), 4_112),
  },
  'calloc-trusts-what-it-once-zeroed': {
    from: 'first-fit-list',
    shows({ a, memory }) {
      const first = granted(a.allocZeroed(1, 1));
      memory[first] = 0x77;
      a.dealloc(first, 1, 1);
      return memory[granted(a.allocZeroed(1, 1))] !== 0;
    },
  },
  'metadata-written-into-live-block': {
    from: 'first-fit-list',
    shows({ a, memory }) {
      const first = granted(a.alloc(8, 1));
      const second = granted(a.alloc(1, 1));
      memory.fill(0x77, first, first + 8);
      a.dealloc(second, 1, 1);
      return memory.subarray(first, first + 8).some((byte) => byte !== 0x77);
    },
  },
  'header-after-last-block-outside-pool': {
    from: 'first-fit-list',
    shows(stage) {
      stage.a.alloc(1, 1);
      return outsideChanged(stage);
    },
  },
  'writes-during-init': { from: 'first-fit-list', shows: (stage) => outsideChanged(stage) },
  'extend-smaller-than-a-header': {
    from: 'first-fit-list',
    shows(stage) {
      stage.a.extend(1);
      return outsideChanged(stage, 1);
    },
  },
  'piece-behind-a-small-gap-joined': {
    from: 'appending',
    shows({ a, end }) {
      a.append(1, 32);
      const reaching = a.alloc(1_020, 1) ?? end;
      return reaching < end && reaching + 1_020 > end;
    },
  },
  'shrink-splits-off-less-than-a-header': {
    from: 'first-fit-list',
    shows({ a }) {
      a.realloc(granted(a.alloc(8, 1)), 8, 1, 1);
      return granted(a.alloc(1, 1)) % 8 !== 0;
    },
  },
  'usable-size-includes-header': {
    from: 'segregated',
    bytes: 256,
    shows: ({ a, end }) => {
      const only = granted(a.alloc(256, 1));
      return only + a.usableSize(only) > end;
    },
  },
  'foreign-free-accepted': {
    from: 'bitmap-first-fit',
    shows: ({ a, base }) => a.dealloc(base, 16, 1) !== false,
  },
  'id-pool-frees-the-next-id': {
    from: 'bitmap-first-fit',
    shows: ({ a }) => a.dealloc(granted(a.alloc(1, 1)) + 16, 16, 1) !== false,
  },
  'free-checks-the-range-only': {
    from: 'bitmap-first-fit',
    shows: ({ a, base }) => a.dealloc(base + 16, 16, 1) !== false,
  },
  'free-of-the-last-unit-passes': {
    from: 'bitmap-first-fit',
    shows: ({ a, end }) => a.dealloc(end - 16, 16, 1) !== false,
  },
  'interior-free-frees-enclosing-block': {
    from: 'first-fit-list',
    shows: ({ a }) => a.dealloc(granted(a.alloc(2, 1)) + 1, 1, 1) !== false,
  },
  'realloc-copies-new-size': {
    from: 'first-fit-list',
    bytes: 96,
    shows({ a }) {
      const first = granted(a.alloc(1, 64));
      try {
        a.realloc(first, 1, 48, 1);
        return false;
      } catch {
        return true;
      }
    },
  },
  'loop-on-corrupt-list': {
    from: 'first-fit-list',
    shows({ a }) {
      a.alloc(1, 64);
      a.alloc(48, 1);
      return hangs(() => a.alloc(1, 1));
    },
  },
};

const isDirty = (memory: Uint8Array, address: number, bytes: number): boolean =>
  memory.subarray(address, address + bytes).some((byte) => byte !== 0);

/** Whether a byte behind the region, `grown` bytes longer by now, is not what it was. */
function outsideChanged({ memory, original, end }: Stage, grown = 0): boolean {
  return memory.subarray(end + grown).some((byte, index) => byte !== original[end + grown + index]);
}
