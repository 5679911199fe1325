import type { PropertyId } from '../../src/core/property-id.js';

/** An allocator with one fault, and what a judge must say of it. */
export interface ZooMember {
  readonly name: string;
  /** Compiled module, relative to the root of the checkout. */
  readonly file: string;
  /** The property that leads by the order of S19 on the shortest witness. */
  readonly lead: PropertyId;
  /** Properties that this fault breaks in other programs, or beside the lead. All others hold. */
  readonly consequences: readonly PropertyId[];
  /**
   * Requests of the shortest witness known, less what a trial derives by itself: the frees and the
   * large request of `drained`, the rounds, the run again. Undefined where it is not known.
   */
  readonly shortest: number | undefined;
}

/** An allocator that must never be accused of anything. */
export interface CorrectAllocator {
  readonly name: string;
  readonly file: string;
}

/** What can follow once live blocks overlap, or the allocator's own notes are overwritten. */
const afterCorruption: readonly PropertyId[] = [
  'null-on-exhaustion',
  'zero-size',
  'alignment',
  'in-bounds',
  'no-overlap',
  'realloc-preserves',
  'zeroed',
  'content-preserved',
  'outside-untouched',
  'usable-size',
  'invalid-free',
  'failed-call-no-effect',
  'reuse-after-free',
  'no-spurious-null',
  'full-reclaim',
  'no-fault',
];

type Row = readonly [
  name: string,
  shortest: number | undefined,
  consequences?: readonly PropertyId[],
];

const rows: Readonly<Partial<Record<PropertyId, readonly Row[]>>> = {
  'null-on-exhaustion': [
    [
      'size-plus-align-wraps',
      1,
      ['in-bounds', 'no-overlap', 'outside-untouched', 'content-preserved', 'zeroed'],
    ],
    ['size-truncated-to-32-bits', 1, ['in-bounds', 'no-overlap']],
    ['class-search-wraps-below-2-32', 1, afterCorruption],
    ['class-behind-the-table-below-2-30', 2, afterCorruption],
    ['calloc-product-wraps', 1, ['in-bounds', 'no-overlap']],
    [
      'exhaustion-returns-end',
      1,
      ['alignment', 'in-bounds', 'no-overlap', 'outside-untouched', 'failed-call-no-effect'],
    ],
    ['throws-instead-of-null', 1, ['invalid-free', 'no-fault']],
  ],
  'zero-size': [['zero-size-shares-address', 2, afterCorruption]],
  alignment: [
    ['align-above-32-ignored', 1],
    ['realloc-drops-alignment', 2],
    ['alignment-lost-after-realloc-growth', 2],
    ['shrink-splits-off-less-than-a-header', 3, afterCorruption],
  ],
  'in-bounds': [
    ['last-byte-beyond-region', 1, afterCorruption],
    [
      'region-end-creeps-after-growth',
      2,
      ['null-on-exhaustion', 'outside-untouched', 'usable-size'],
    ],
    ['breaks-when-first-request-is-large', 1, ['null-on-exhaustion']],
    ['tlsf-skips-size-rounding', 1, afterCorruption],
    ['piece-behind-a-small-gap-joined', 2, afterCorruption],
    ['answers-a-fraction', 1],
  ],
  'no-overlap': [
    ['alignment-rounded-down', 2, ['null-on-exhaustion', 'placement']],
    ['enclosing-overlap', 4, ['null-on-exhaustion', 'placement']],
    ['one-byte-overlap', 2, ['null-on-exhaustion', 'in-bounds']],
    ['realloc-in-place-over-neighbour', 3, afterCorruption],
    ['free-marks-one-block-too-many', 4, ['null-on-exhaustion', 'placement']],
    ['bitmap-bit-of-neighbour-cleared', 4, ['null-on-exhaustion', 'placement']],
    ['double-bookkeeping-after-reset', 4, afterCorruption],
    ['breaks-only-after-reset-with-live-blocks', 4, ['null-on-exhaustion', 'no-spurious-null']],
    ['shrink-then-grow-over-split-tail', 4, afterCorruption],
    [
      'frees-wrong-of-two-equal-blocks',
      4,
      ['null-on-exhaustion', 'invalid-free', 'no-spurious-null', 'full-reclaim'],
    ],
    [
      'thirteenth-live-block',
      13,
      ['null-on-exhaustion', 'in-bounds', 'no-spurious-null', 'full-reclaim'],
    ],
    ['free-list-cycle', 7, afterCorruption],
    [
      'overlap-only-when-base-unaligned',
      2,
      ['null-on-exhaustion', 'placement', 'no-spurious-null'],
    ],
    ['resize-in-place-says-yes', 3, afterCorruption],
    ['double-free-frees-neighbour', 5, afterCorruption],
    ['buddy-of-wrong-order', 5, afterCorruption],
    ['slot-too-short-just-above-a-power', 2, afterCorruption],
    ['free-of-null-frees-first-block', 3, afterCorruption],
    ['tlsf-merged-block-stays-listed', 4, afterCorruption],
    ['buddy-shrink-frees-lower-half', 3, afterCorruption],
    ['aligned-free-frees-the-one-before', 4, afterCorruption],
    ['coalesces-over-a-live-block', 4, ['null-on-exhaustion', 'in-bounds', 'full-reclaim']],
  ],
  'realloc-preserves': [
    ['realloc-loses-tail', 2],
    ['failed-realloc-frees-old', 3, afterCorruption],
    ['slide-copies-backwards', 2],
    ['refused-realloc-marks-victim', 2],
  ],
  zeroed: [
    ['calloc-recycled-dirty', 3],
    ['trusts-fresh-bytes-to-be-zero', 1],
    ['calloc-zeroes-first-4096-bytes', 1],
    ['calloc-trusts-what-it-once-zeroed', 3],
  ],
  'content-preserved': [['metadata-written-into-live-block', 3, ['realloc-preserves']]],
  'outside-untouched': [
    ['header-after-last-block-outside-pool', 1],
    ['writes-during-init', 0],
    ['extend-smaller-than-a-header', 1],
  ],
  'usable-size': [['usable-size-includes-header', 2, afterCorruption]],
  'invalid-free': [
    ['foreign-free-accepted', 1],
    ['id-pool-frees-the-next-id', 2],
    ['free-checks-the-range-only', 1],
    ['free-of-the-last-unit-passes', 1],
    ['interior-free-frees-enclosing-block', 2, afterCorruption],
  ],
  'failed-call-no-effect': [
    ['state-changed-by-refused-request', 1, ['invalid-free', 'full-reclaim']],
  ],
  'reuse-after-free': [['full-slab-never-listed-again', 3, ['no-spurious-null']]],
  'no-spurious-null': [
    ['exact-fit-off-by-one', 1, ['reuse-after-free']],
    ['null-although-room-exists', 2, ['reuse-after-free']],
    ['split-remainder-lost', 2, ['invalid-free', 'full-reclaim']],
    ['dirty-region-assumption', 1],
    ['realloc-always-refuses', 2],
  ],
  'full-reclaim': [
    ['realloc-moves-and-leaks', 2, ['invalid-free']],
    ['realloc-to-zero-leaks', 2, ['invalid-free']],
    ['realloc-shrink-leaks-tail', 2, ['invalid-free']],
    ['alignment-padding-lost', 1, ['invalid-free']],
    ['coalesce-forgets-left', 1],
    ['coalesce-forgets-right', 1],
    ['coalesce-forgets-both', 1],
    ['loses-one-hole-among-permuted-frees', 1, ['invalid-free']],
    ['slot-lost-at-a-refusal', 1, ['failed-call-no-effect', 'no-spurious-null']],
    ['id-lost-at-each-reset', 1, ['no-spurious-null']],
    ['slot-lost-in-256-frees', 1, ['no-spurious-null']],
  ],
  'bounded-growth': [
    ['grows-without-bound', 1],
    ['grows-a-thousand-times-too-much', 1],
    ['growth-leaks-each-round', 1],
    ['keeps-442-bytes-of-each-pair', 1],
    ['zeroed-grant-keeps-a-record', 1],
    ['shrink-in-place-forgets-the-tail', 2],
    ['aligned-block-on-the-wrong-list', 1],
  ],
  deterministic: [['hidden-counter', 1, ['failed-call-no-effect']]],
  'no-fault': [
    ['realloc-copies-new-size', 2],
    ['loop-on-corrupt-list', 3, ['null-on-exhaustion', 'usable-size']],
  ],
};

/** Every member of the zoo, ordered by the property that leads. */
export const zooMembers: readonly ZooMember[] = Object.entries(rows).flatMap(([id, members]) =>
  members.map(([name, shortest, consequences = []]) => {
    const lead = id as PropertyId;
    return {
      name,
      file: `dist/tests/zoo/members/${name}.js`,
      lead,
      consequences: consequences.filter((property) => property !== lead),
      shortest,
    };
  }),
);

/** Every allocator that must never be accused. */
export const correctAllocators: readonly CorrectAllocator[] = [
  'appending',
  'bitmap-first-fit',
  'buddy',
  'bump',
  'collected',
  'committed-space',
  'deferred-coalescing',
  'first-fit-list',
  'good-fit',
  'growing',
  'id-pool',
  'in-place-only',
  'next-fit',
  'offset-space',
  'quarantine',
  'quick-lists',
  'scattered',
  'segregated',
  'sliding',
  'slot-pool',
  'strict-layouts',
  'tlsf',
  'trap-on-full',
  'zero-refusal',
].map((name) => ({ name, file: `dist/tests/zoo/correct/${name}.js` }));
