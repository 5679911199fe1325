import { expect, test } from 'vitest';
import { needsCompiler } from '../subjects/native/native-corpus.js';
import { reproductionOf } from './reproduction-of.js';

test.for([
  ['free', true],
  ['null', true],
  ['unique', false],
  ['undefined', false],
] as const)('under toZero %s a refused realloc to 0 ends its block: %s', async (given, context) => {
  needsCompiler(context);
  const [toZero, ends] = given;
  const contract = { extends: 'c17', realloc: { toZero } };
  const { made } = await reproductionOf('builtin:libc', 'A=alloc(8)', contract);
  expect(made.reallocToZeroFrees).toBe(ends);
});

test('a realloc of null is known by its request, not by its words', async (context) => {
  needsCompiler(context);
  const { made } = await reproductionOf('builtin:libc', 'A=realloc(null,8) realloc(A,16)', 'c17');
  expect(made.runs[0].acts.map(({ kind, ofNull }) => [kind, ofNull])).toEqual([
    ['realloc', true],
    ['realloc', false],
  ]);
});
