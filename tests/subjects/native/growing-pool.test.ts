import { expect, test, type TestContext } from 'vitest';
import type { SubjectResult } from '../../../dist/src/core/result.js';
import { certify } from '../../../dist/src/engine/certify.js';
import { openNativeSubject } from '../../../dist/src/subjects/native/native-subject.js';
import type { Execution } from '../../../dist/src/core/execution.js';
import { leadingViolations } from './leading-violations.js';
import { libraryFolder, needsCompiler, runLiterals } from './native-corpus.js';

// c/growing-pool.c, whose pool is extended, appended to, resized and reset in mid-program: without a
// bug it must hold, and with each of its bugs it must be found. By the ABI of allocert and behind a
// handle alike.

const folder = libraryFolder();

/** Odd bases, odd sizes and noise; every byte can be had, and what is free is known to the byte. */
const contract = {
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

const handleFunctions = Object.fromEntries(
  ['init', 'region', 'alloc', 'dealloc', 'extend', 'append', 'resize', 'reset'].map((role) => [
    role,
    `pool_${role}`,
  ]),
);

const conventions = [
  ['by the ABI of allocert', {}],
  ['behind a handle', { convention: 'handle', ...handleFunctions }],
] as const;

const judge = (
  context: TestContext,
  flags: readonly string[],
  functions: Readonly<Record<string, string>>,
  runs: number,
): Promise<SubjectResult> => {
  needsCompiler(context);
  const behind = 'convention' in functions;
  const locator = folder.compile('growing-pool.c', ...flags, ...(behind ? ['-DHANDLE'] : []));
  return certify({
    ...{ locator, functions, seed: 1, runs, effort: 'quick', savedWitnesses: [] },
    contract: {
      input: behind ? { ...contract, alignment: { natural: 1, maximum: 1 } } : contract,
      where: 'test',
    },
    onEvent: () => undefined,
    signal: new AbortController().signal,
  });
};

const violated = ({ properties }: SubjectResult): string[] =>
  properties.filter(({ verdict }) => verdict === 'violated').map(({ id }) => id);

test.for(conventions)(
  'a correct growing pool, called %s, is not accused',
  async ([, functions], context) => {
    const result = await judge(context, [], functions, 120);
    expect(violated(result)).toEqual([]);
    expect(result.properties.find(({ id }) => id === 'in-bounds')?.checks).toBeGreaterThan(5_000);
  },
);

const bugs = [
  ['EXTEND_FORGETS', 'no-spurious-null', /extend/],
  ['EXTEND_OVERRUNS', 'in-bounds', /extend/],
  ['APPEND_JOINS', 'in-bounds', /append/],
  ['RESIZE_CUTS', 'content-preserved', /resize/],
  ['END_CREEPS', 'in-bounds', /extend/],
  ['RESET_LOSES', 'no-spurious-null', /reset/],
  ['RESET_KEEPS', 'no-spurious-null', /reset/],
] as const;

test.for(bugs)('the bug %s is found by %s', async ([flag, property, request], context) => {
  needsCompiler(context);
  const locator = folder.compile('growing-pool.c', `-D${flag}`);
  const asked = { locator, contract: { input: contract, where: 'test' } };
  const leads = await leadingViolations(asked, { seed: 1, runs: 128 });
  expect([...leads.keys()]).toContain(property);
  expect(leads.get(property)).toMatch(request);
});

const open = async (
  context: TestContext,
  literal: string,
  ...flags: readonly string[]
): Promise<Execution> => {
  needsCompiler(context);
  const subject = await openNativeSubject(folder.compile('growing-pool.c', ...flags));
  const [execution] = await runLiterals(subject, [literal], { reserveBytes: 512 });
  await subject.close();
  return execution;
};

const lengths = ({ extents }: Execution): bigint[] =>
  extents.map(({ region }) => region.end - region.start);

test('the end of the region is read again after each call that moves it', async (context) => {
  const literal =
    'allocert/1 {region=101 base=+3} extend(7) append(5,9) resize(150) A=alloc(100) resize(130) reset';
  const execution = await open(context, literal);
  expect(execution.steps.map(({ outcome }) => outcome.kind)).toEqual(
    Array.from({ length: 7 }, () => 'done').with(4, 'granted'),
  );
  expect(lengths(execution)).toEqual([101n, 108n, 122n, 150n, 130n]);
});

test('a pool takes no more than the reserve, and refuses to shrink over a block', async (context) => {
  const execution = await open(
    context,
    'allocert/1 {region=64} extend(513) A=alloc(64) resize(63)',
  );
  expect(execution.steps.map(({ outcome }) => outcome.kind)).toEqual([
    ...['done', 'refused', 'granted', 'refused'],
  ]);
  expect(lengths(execution)).toEqual([64n]);
});

test('a region that counts more than it was given is cut to that', async (context) => {
  const literal = 'allocert/1 {region=64} extend(8) A=alloc(73)';
  const execution = await open(context, literal, '-DEND_CREEPS');
  expect(lengths(execution)).toEqual([64n, 72n]);
  expect(execution.steps.at(-1)).toMatchObject({ untouched: 'outOfExtents' });
});

test('a byte written between two pieces is seen', async (context) => {
  const literal = 'allocert/1 {region=64 observe=each} append(16,32) A=alloc(70)';
  const execution = await open(context, literal, '-DAPPEND_JOINS');
  expect(execution.steps.at(-1)).toMatchObject({ untouched: 'outOfExtents' });
  expect(execution.damages).toEqual([]);
});
