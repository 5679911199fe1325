// Written by scripts/make-contract-files.js.

import type { Contract } from './contract-schema.js';

/** Every clause as it is where a document leaves it out. */
export const weakestContract = {
  name: 'unnamed',
  requests: ['alloc', 'dealloc'],
  entryPoints: [],
  sizes: {
    smallest: 1,
    largest: 'any',
    belowSmallest: 'undefined',
    aboveLargest: 'undefined',
    abovePtrdiffMax: 'undefined',
    byKind: {},
  },
  alignment: { natural: 1, maximum: 64, bad: 'undefined', sizeMultiple: false },
  zeroSize: 'undefined',
  refusal: 'null',
  refusalErrors: [],
  refusalMayAbort: false,
  hostRefused: 'unjudged',
  refusalErrno: 'unjudged',
  nulls: 'unjudged',
  region: {
    baseAlign: 65536,
    sizeMultiple: 65536,
    smallestBytes: 65536,
    largestBytes: 1048576,
    smallestUsefulBytes: 65536,
    mayRefuseInit: false,
    freshBytes: 'zero',
    reserveBytes: 0,
    metadata: [],
    growGranuleBytes: 0,
  },
  realloc: {
    ofNull: 'undefined',
    toZero: 'undefined',
    keepsAlignment: false,
    newAlignment: false,
    inPlaceOnly: false,
    smallest: 1,
    ofZeroSize: false,
  },
  free: {
    null: 'undefined',
    foreign: 'undefined',
    foreignWhere: 'anywhere',
    interior: 'undefined',
    twice: 'undefined',
    wrongSize: 'undefined',
  },
  reclaims: 'unjudged',
  reuse: 'unjudged',
  growth: 'noBlowUp',
  usableSize: 'absent',
  deterministic: 'unjudged',
  threads: 'one',
  fillLimitBytes: 1048576,
} as const satisfies Contract;

/** What a placement policy is where a document names it and says no more. */
export const weakestPlacement = {
  granuleBytes: 1,
  dataStart: 0,
  dataEnd: 'regionEnd',
  alignsTo: 'request',
} as const;
