import { join } from 'node:path';
import { expect, test, type TestContext } from 'vitest';
import type { SubjectResult } from '../../../dist/src/core/result.js';
import { certify } from '../../../dist/src/engine/certify.js';
import { openNativeSubject } from '../../../dist/src/subjects/native/native-subject.js';
import { libraryFolder, needsCompiler, runLiterals } from './native-corpus.js';

const folder = libraryFolder();

function lab(context: TestContext, ...flags: readonly string[]): string {
  needsCompiler(context);
  return folder.compile('implicit-list.c', ...flags);
}

const freshZeros = { freshBytes: 'zero' };
/** The lab's contract less what the driver's next trace brings: used bytes, and mm_init again. */
const onZeros = { extends: 'malloc-lab', region: freshZeros };
const withoutReset = { extends: 'malloc-lab', requests: ['alloc', 'realloc', 'dealloc'] };

const judge = (locator: string, input: unknown, seed = 1): Promise<SubjectResult> =>
  certify({
    locator,
    contract: { input, where: 'test' },
    seed,
    effort: 'quick',
    runs: 200,
    savedWitnesses: [],
    onEvent: () => undefined,
    signal: new AbortController().signal,
  });

const violated = ({ properties }: SubjectResult): string[] =>
  properties.filter(({ verdict }) => verdict === 'violated').map(({ id }) => id);

const witnessOf = ({ properties }: SubjectResult): string =>
  properties.find(({ witness }) => witness !== undefined)?.witness?.literal ?? 'none';

test('a lab has `verbose`, and its bytes as they were after a reset, in the program and before it', async (context) => {
  needsCompiler(context);
  const particular = join(import.meta.dirname, '../../reproduce/c/particular-lab.c');
  const subject = await openNativeSubject(folder.compile(particular));
  const kinds = await runLiterals(subject, [
    'allocert/1 {region=65536 fill=noise:3} A=alloc(40) reset B=alloc(8) reset C=alloc(600)',
    'allocert/1 {region=65536 resets=2} A=alloc(40)',
  ]);
  expect(kinds.map(({ steps }) => steps.map(({ outcome }) => outcome.kind).join(' '))).toEqual([
    'done granted done granted done granted',
    'done done done granted',
  ]);
  expect(kinds.flatMap(({ damages }) => damages)).toEqual([]);
  await subject.close();
});

test('a library that leaves mem_sbrk undefined is driven as a malloc lab', async (context) => {
  const subject = await openNativeSubject(lab(context));
  expect(subject.description).toMatchObject({
    ...{ abi: 'malloc-lab', regionIsGiven: true, growable: true, footprintMeasured: true },
    suggestedContract: { preset: 'malloc-lab' },
  });
  const [execution] = await runLiterals(subject, ['allocert/1 A=alloc(100) B=alloc(5000) free(A)']);
  const lengths = execution.extents.map(({ step, region }) => [step, region.end - region.start]);
  expect(lengths).toEqual([
    [0, 8n],
    [1, 4_104n],
    [2, 12_296n],
  ]);
  await subject.close();
});

test('mem_sbrk refuses what exceeds the heap of the world, and the demand is recorded', async (context) => {
  const subject = await openNativeSubject(lab(context));
  const [execution] = await runLiterals(subject, ['allocert/1 {region=8192} A=alloc(9000)']);
  expect(execution.steps[1].outcome.kind).toBe('refused');
  expect(execution.extents.at(-1)).toMatchObject({ step: 1, demandedBytes: 12_296n });
  await subject.close();
});

test('a correct lab is certified on noise and after resets', async (context) => {
  const { verdict, properties } = await judge(lab(context), 'malloc-lab');
  const unsure = properties.filter(
    ({ verdict }) => verdict !== 'notApplicable' && verdict !== 'holds',
  );
  expect(unsure.map(({ id }) => id)).toEqual([]);
  expect(verdict).toBe('holds');
});

test('a lab that takes fresh memory as zero fails on noise, and only there', async (context) => {
  const library = lab(context, '-DNOISE_BUG');
  expect(violated(await judge(library, { ...onZeros, ...withoutReset }))).toEqual([]);
  const found = await judge(library, withoutReset);
  expect(violated(found)).not.toEqual([]);
  // A heap of noise kills whatever walks over it; that a request was too large has no part in it.
  expect(violated(found)).not.toContain('null-on-exhaustion');
  expect(witnessOf(found)).toMatch(/^allocert\/1 \{.*fill=(?:noise:\d+|ones).*\}/);
});

test('a lab whose mm_init forgets nothing fails after a reset, and only there', async (context) => {
  const library = lab(context, '-DRESET_BUG');
  expect(violated(await judge(library, withoutReset))).toEqual([]);
  const found = await judge(library, 'malloc-lab');
  expect(violated(found)).not.toEqual([]);
  expect(witnessOf(found)).toMatch(/reset/);
});

test.for(['-DBOOL_INIT', '-DVOID_INIT', '-DLIBC_NAMES'])(
  'a lab of another hand-out, %s, is driven as one',
  async (manner, context) => {
    const subject = await openNativeSubject(lab(context, manner));
    expect(subject.description).toMatchObject({ abi: 'malloc-lab', regionIsGiven: true });
    const [roomy, tight] = await runLiterals(subject, [
      'allocert/1 {region=65536} A=alloc(100)',
      'allocert/1 {region=4} A=alloc(1)',
    ]);
    expect(roomy.steps.map(({ outcome }) => outcome.kind)).toEqual(['done', 'granted']);
    expect(tight.steps.map(({ outcome }) => outcome.kind)).toEqual(['refused']);
    await subject.close();
  },
);

test('a lab that brings its own mem_sbrk is told to leave it out', async (context) => {
  const opened = openNativeSubject(lab(context, '-DOWN_HEAP'));
  await expect(opened).rejects.toThrow(/mem_sbrk of its own. Link it without memlib\.c/);
});

test.for(['-DTAKES_BYTES=1048576', '-DTAKES_BYTES=20000000'])(
  'a lab that takes much at once in mm_init, %s, is given heaps that are long enough',
  async (bytes, context) => {
    const { verdict, coverage } = await judge(lab(context, bytes), 'malloc-lab');
    expect(coverage.filter(({ reached, needed }) => reached < needed)).toEqual([]);
    expect(verdict).toBe('holds');
  },
);
