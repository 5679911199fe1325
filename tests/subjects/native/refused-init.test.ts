import { expect, test } from 'vitest';
import type { SubjectResult } from '../../../dist/src/core/result.js';
import { certify } from '../../../dist/src/engine/certify.js';
import { counterexample } from '../../../dist/src/report/human/counterexample.js';
import { plainPaint } from '../../../dist/src/report/human/paint.js';
import { libraryFolder, needsCompiler } from './native-corpus.js';

// Goal: a subject that says no to every region is told so, and what to write into the contract:
// verdicts that are all inconclusive do not tell why.

const folder = libraryFolder();

const judge = (locator: string, input: unknown): Promise<SubjectResult> =>
  certify({
    locator,
    contract: { input, where: 'test' },
    ...{ seed: 1, effort: 'quick', runs: 40, savedWitnesses: [] },
    onEvent: () => undefined,
    signal: new AbortController().signal,
  });

test('a pool whose init may refuse, and does so always, is inconclusive with a hint', async (context) => {
  needsCompiler(context);
  const { verdict, notes } = await judge(folder.compile('refuses-init.c'), {
    extends: 'rust-global-alloc',
    region: { mayRefuseInit: true, smallestBytes: 65_536, largestBytes: 65_536 },
  });
  expect(verdict).toBe('inconclusive');
  expect(notes).toEqual([
    'init was refused in each of 40 programs, so that nothing was asked of the subject; tried were ' +
      'regions of 65536 to 65536 bytes, at bases that are multiples of 65536, full of zeros. If it ' +
      'needs others, say which in the contract: region.smallestBytes and region.largestBytes, ' +
      'region.sizeMultiple, region.baseAlign, region.freshBytes',
  ]);
});

test('a malloc lab whose mm_init always fails is given the same hint', async (context) => {
  needsCompiler(context);
  const { notes } = await judge(folder.compile('refuses-init.c', '-DLAB'), 'malloc-lab');
  expect(notes).toEqual([expect.stringMatching(/^init was refused in each of 40 programs, /)]);
});

test('where init may not refuse, the violation speaks of the region and not of a request', async (context) => {
  needsCompiler(context);
  const { properties } = await judge(folder.compile('refuses-init.c'), 'rust-global-alloc');
  const witness = properties.find(({ id }) => id === 'no-spurious-null')?.witness;
  if (witness === undefined) throw new Error('nothing was found');
  const text = counterexample(witness, [], plainPaint).join('\n');
  expect(text).toMatch(
    /init takes every region that the contract makes lawful; this one has [\d,]+ bytes\./,
  );
  expect(text).toMatch(/step 0 refused it, and region\.mayRefuseInit is false: a contradiction/);
});

test('an init that is accepted in some world gives no hint', async (context) => {
  needsCompiler(context);
  const { notes } = await judge(folder.compile('implicit-list.c'), 'malloc-lab');
  expect(notes).toEqual([]);
});
