import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { printC } from '../../dist/src/reproduce/c/print-c.js';
import { printRust } from '../../dist/src/reproduce/rust/print-rust.js';
import { needsCompiler } from '../subjects/native/native-corpus.js';
import { programFolder } from './native-programs.js';
import { needsRust } from './needs-rust.js';
import { reproductionOf } from './reproduction-of.js';

// Goal: a violation by any kind of request is shown by a program alone, in C and in Rust, and the
// same program shows nothing of the repaired library.
// Method: libraries with one planted bug each, and a program that breaks them.

const folder = programFolder();
const strict = ['-std=gnu99', '-Wall', '-Wextra', '-Werror', '-rdynamic'];
const source = (name: string): string => join(import.meta.dirname, name);
const growing = source('../subjects/native/c/growing-pool.c');
const forgetful = source('../subjects/native/c/forgets-errno.c');
const odd = source('c/odd-family.c');

/** As in tests/subjects/native/growing-pool.test.ts. */
const growingContract = {
  name: 'growing pool',
  requests: ['alloc', 'dealloc', 'reset', 'extend', 'append', 'resize'],
  alignment: { natural: 1, maximum: 64 },
  nulls: 'gap',
  gap: { granuleBytes: 1, overheadBytes: 0, alignSlack: 'align' },
  reclaims: 'everything',
  region: {
    ...{ baseAlign: 1, sizeMultiple: 1, smallestBytes: 64, largestBytes: 1_024 },
    ...{ freshBytes: 'any', reserveBytes: 512, growGranuleBytes: 1 },
  },
};

const posix = { extends: 'posix-strict', growth: 'noBlowUp' };
const usable = {
  ...{ extends: 'c17', growth: 'noBlowUp', usableSize: 'writable' },
  requests: ['alloc', 'allocArray', 'realloc', 'dealloc', 'usable'],
};

interface Case {
  readonly what: string;
  readonly from: string;
  readonly bug: string;
  readonly contract: object;
  readonly literal: string;
  readonly property: string;
  readonly says: RegExp;
}

const cases: readonly Case[] = [
  {
    what: 'extend',
    ...{ from: growing, bug: 'EXTEND_OVERRUNS', contract: growingContract },
    literal: '{region=64} extend(1) A=alloc(1) B=alloc(60,8)',
    ...{
      property: 'in-bounds',
      says: /^step 3, B = alloc\(60, align 8\): B is .*outside of the region/m,
    },
  },
  {
    what: 'append',
    ...{ from: growing, bug: 'APPEND_JOINS', contract: growingContract },
    literal: '{region=64} append(8,16) A=alloc(70)',
    ...{ property: 'in-bounds', says: /^step 2, .*partly between two pieces of the region/m },
  },
  {
    what: 'resize',
    ...{ from: growing, bug: 'RESIZE_CUTS', contract: growingContract },
    literal: '{region=128} A=alloc(128) resize(64)',
    ...{ property: 'content-preserved', says: /^step 2, resize\(64\): byte 64 of A is/m },
  },
  {
    what: 'reset',
    ...{ from: growing, bug: 'RESET_KEEPS', contract: growingContract },
    literal: '{region=64} A=alloc(1) reset B=alloc(64)',
    ...{
      property: 'no-spurious-null',
      says: /^step 3, B = alloc\(64\): refused, but must be granted/m,
    },
  },
  {
    what: 'fill',
    ...{ from: growing, bug: 'EXTEND_OVERRUNS', contract: growingContract },
    literal: '{region=64} extend(1) A=alloc(1) fill(17,8,64)',
    ...{ property: 'in-bounds', says: /^step 5, .*outside of the region/m },
  },
  {
    what: 'errno of malloc',
    ...{ from: forgetful, bug: 'NOTHING', contract: posix },
    literal: 'A=alloc(2^62)',
    ...{ property: 'failed-call-no-effect', says: /^step 1, A = alloc\(2\^62\): refused.* err/m },
  },
  {
    what: 'the answer of posix_memalign',
    ...{ from: forgetful, bug: 'WRONG_ANSWERS', contract: posix },
    literal: 'A=posix_memalign:alloc(2^62,64)',
    ...{ property: 'failed-call-no-effect', says: /^step 1, .*must be ENOMEM/m },
  },
  {
    what: 'a bad alignment',
    ...{ from: forgetful, bug: 'WRONG_ANSWERS', contract: posix },
    literal: 'A=posix_memalign:badAlign(8,24)',
    ...{ property: 'failed-call-no-effect', says: /^step 1, .*must be EINVAL/m },
  },
  {
    what: 'calloc',
    ...{ from: odd, bug: 'CALLOC_WRAPS', contract: usable },
    literal: 'A=allocArray(4,SIZE_MAX/4+2)',
    ...{ property: 'null-on-exhaustion', says: /^step 1, .*granted at \S+, but must be refused/m },
  },
  {
    what: 'realloc of null, and up',
    ...{ from: odd, bug: 'REALLOC_LOSES', contract: usable },
    literal: 'A=realloc(null,24) realloc(A,300)',
    ...{ property: 'realloc-preserves', says: /^step 2, realloc\(A, 300\): byte 8 of A is/m },
  },
  {
    what: 'aligned_alloc',
    ...{ from: odd, bug: 'ALIGN_IGNORED', contract: usable },
    literal: 'A=alloc(8) B=aligned_alloc:alloc(64,64)',
    ...{ property: 'alignment', says: /^step 2, .*no multiple of 64/m },
  },
  {
    what: 'usable size',
    ...{ from: odd, bug: 'USABLE_COUNTS_HEADER', contract: usable },
    literal: 'A=alloc(8) B=alloc(8) usable(A)',
    ...{ property: 'usable-size', says: /^step 3, usable\(A\): A is .*overlaps B/m },
  },
  {
    what: 'a grant within the usable size',
    ...{ from: odd, bug: 'USABLE_COUNTS_HEADER', contract: usable },
    literal: 'A=alloc(8) usable(A) B=alloc(8)',
    ...{ property: 'no-overlap', says: /^step 3, B = alloc\(8\): B is .*overlaps A/m },
  },
];

describe('a program alone shows what is broken by', () => {
  test.for(cases)(
    '$what, in C',
    async ({ what, from, bug, contract, literal, property, says }, context) => {
      needsCompiler(context);
      const bad = folder.library(from, `bad-${bug}`, `-D${bug}`);
      const { made, property: broken } = await reproductionOf(bad, literal, contract);
      const text = printC(made, 'shown.c');
      folder.write('shown.c', text);
      const shown = folder.buildAndRun(text);
      expect(shown.said).toMatch(says);
      expect([broken, shown.status]).toEqual([property, 1]);

      if (from === forgetful) return;
      const good = `-DLIBRARY="${folder.library(from, 'good')}"`;
      const built = folder.run('cc', [...strict, good, '-o', 'good-c', 'shown.c', '-ldl']);
      expect([what, built]).toEqual([what, { status: 0, said: '' }]);
      expect(folder.run('./good-c', [])).toEqual({
        status: 0,
        said: 'the violation does not show\n',
      });
    },
  );

  test.for(cases)('$what, in Rust', async ({ from, bug, contract, literal, says }, context) => {
    needsRust(context);
    const bad = folder.library(from, `bad-${bug}`, `-D${bug}`);
    const { made } = await reproductionOf(bad, literal, contract);
    const text = printRust(made, 'shown.rs');
    folder.write('shown.rs', text);
    const shown = folder.buildAndRun(text);
    expect(shown.said).toMatch(says);
    expect(shown.said).not.toContain('warning');
    expect(shown.status).toBe(1);
    if (from === forgetful) return;
    const good = folder.library(from, 'good');
    expect(folder.run('./shown', [good])).toEqual({
      status: 0,
      said: 'the violation does not show\n',
    });
  });
});
