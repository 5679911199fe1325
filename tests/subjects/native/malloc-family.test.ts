import { expect, test, type TestContext } from 'vitest';
import type { SubjectResult } from '../../../dist/src/core/result.js';
import { certify } from '../../../dist/src/engine/certify.js';
import { openNativeSubject } from '../../../dist/src/subjects/native/native-subject.js';
import { libraryFolder, needsCompiler, needsLibrary, runLiterals } from './native-corpus.js';

const folder = libraryFolder();

const judge = (locator: string, seed: number, runs: number): Promise<SubjectResult> =>
  certify({
    ...{ locator, seed, runs, effort: 'quick', savedWitnesses: [] },
    onEvent: () => undefined,
    signal: new AbortController().signal,
  });

const violated = ({ properties }: SubjectResult): string[] =>
  properties.filter(({ verdict }) => verdict === 'violated').map(({ id }) => id);

/** Debian's allocators that are never accused. */
const correct = [
  ['builtin:libc', 'libc.so.6', 'libc6'],
  ['libjemalloc.so.2', 'libjemalloc.so.2', 'libjemalloc2'],
  ['libtcmalloc_minimal.so.4', 'libtcmalloc_minimal.so.4', 'libtcmalloc-minimal4'],
] as const;

const needs = (context: TestContext, soname: string, debianPackage: string): void => {
  needsCompiler(context);
  needsLibrary(context, soname, debianPackage);
};

test.for(correct)('%s is certified under POSIX', async ([locator, soname, from], context) => {
  needs(context, soname, from);
  const result = await judge(locator, 1, 600);
  expect(violated(result)).toEqual([]);
  expect(result.verdict).toBe('holds');
});

test.for(correct)(
  '%s is not accused by any of 20 seeds',
  async ([locator, soname, from], context) => {
    needs(context, soname, from);
    for (let seed = 1; seed <= 20; seed++) {
      expect(violated(await judge(locator, seed, 24)), `seed ${seed}`).toEqual([]);
    }
  },
);

test('mimalloc 2.0.9 misaligns at 256 and above, shown by one request', async (context) => {
  needs(context, 'libmimalloc.so.2', 'libmimalloc2.0');
  const result = await judge('libmimalloc.so.2', 1, 400);
  expect(violated(result)).toEqual(['alignment']);
  const witness = result.properties.find(({ id }) => id === 'alignment')?.witness;
  expect(witness?.program.words.length).toBe(4);
  const grant = witness?.finding.evidence;
  expect(grant).toMatchObject({ kind: 'misaligned' });
});

test('what a library lacks is absent, and never that of libc', async (context) => {
  needsCompiler(context);
  const subject = await openNativeSubject(folder.compile('partial-malloc.c'));
  expect(subject.description.kinds).toEqual([
    ...['alloc', 'realloc', 'dealloc', 'deallocInvalid', 'deallocNull'],
  ]);
  expect(subject.description.entryPoints).toEqual([]);
  expect(subject.description.takesAlignment).toBe(false);
  expect(subject.description.suggestedContract?.preset).toBe('c17');
  await subject.close();
});

test('a library calls its own malloc, not that of libc', async (context) => {
  needsCompiler(context);
  const subject = await openNativeSubject(folder.compile('partial-malloc.c'));
  const literal = 'allocert/1 A=alloc(10) realloc(A,40) realloc(A,9)';
  const [execution] = await runLiterals(subject, [literal]);
  const addresses = execution.steps.slice(1).map(({ outcome }) => {
    return 'address' in outcome ? outcome.address : 0n;
  });
  expect(addresses.map((address) => address - addresses[0])).toEqual([0n, 32n, 96n]);
  await subject.close();
});

test('posix_memalign answers its errors by value', async (context) => {
  needsCompiler(context);
  const subject = await openNativeSubject('builtin:libc');
  const [execution] = await runLiterals(subject, [
    'allocert/1 A=posix_memalign:alloc(8,64) B=posix_memalign:badAlign(8,24) C=posix_memalign:alloc(2^62,64)',
  ]);
  expect(execution.steps.slice(1).map(({ outcome }) => outcome.kind)).toEqual([
    ...['granted', 'refused', 'refused'],
  ]);
  await subject.close();
});

test('a limit is what a program may take above the size at rest', async (context) => {
  needsCompiler(context);
  const subject = await openNativeSubject('builtin:libc');
  const [tight, wide, again] = await runLiterals(
    subject,
    [
      'allocert/1 {limit=4194304} A=alloc(8388608) B=alloc(1048576)',
      'allocert/1 {limit=67108864} A=alloc(8388608)',
      'allocert/1 A=alloc(2^29)',
    ],
    { fillLimitBytes: 65_536 },
  );
  const kinds = (steps: typeof tight.steps): string[] =>
    steps.slice(1).map(({ outcome }) => outcome.kind);
  expect(kinds(tight.steps)).toEqual(['refused', 'granted']);
  expect(kinds(wide.steps)).toEqual(['granted']);
  // 256 MiB where the world sets no limit.
  expect(kinds(again.steps)).toEqual(['refused']);
  await subject.close();
});

test('the same program on the same library gets the same addresses', async (context) => {
  needsCompiler(context);
  const literal = 'allocert/1 A=alloc(100) B=alloc(70000) free(A) C=alloc(40)';
  const answers = [];
  for (let run = 0; run < 2; run++) {
    const subject = await openNativeSubject('builtin:libc');
    const [execution] = await runLiterals(subject, [literal]);
    answers.push(execution.steps.map(({ outcome }) => outcome));
    await subject.close();
  }
  expect(answers[0]).toEqual(answers[1]);
});

test('what a library holds is measured while it is filled', async (context) => {
  needsCompiler(context);
  const subject = await openNativeSubject('builtin:libc');
  expect(subject.description.footprintMeasured).toBe(true);
  const [execution] = await runLiterals(subject, ['allocert/1 fill(65536,1,128)']);
  const [before, ...later] = execution.extents.map(({ footprintBytes }) => footprintBytes ?? 0n);
  // 128 times 64 KiB, all of them written to; the last of them after the last reading.
  expect((later.at(-1) ?? 0n) - before).toBeGreaterThan(7n << 20n);
  expect((later.at(-1) ?? 0n) - before).toBeLessThan(10n << 20n);
  await subject.close();
});
