import { expect, test } from 'vitest';
import { openNativeSubject } from '../../../dist/src/subjects/native/native-subject.js';
import { libraryFolder, needsCompiler, runLiterals } from './native-corpus.js';

const folder = libraryFolder();

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

test('a limit is not used up by books of the driver, which refused 9 bytes to wee_alloc', async (context) => {
  needsCompiler(context);
  const subject = await openNativeSubject('builtin:libc');
  // The longest program decides how much the driver maps for each: more than the limit, here.
  const long = 'allocert/1 fill(16,1,40000)';
  const tight = 'allocert/1 {limit=1048576} A=alloc(600000) B=alloc(3000000)';
  const literals = [long, ...Array.from({ length: 12 }, () => tight)];
  await runLiterals(subject, [tight]);
  const [, ...limited] = await runLiterals(subject, literals, { macroLimit: 40_000 });
  for (const { steps } of limited) {
    const kinds = steps.slice(1).map(({ outcome }) => outcome.kind);
    expect(kinds).toEqual(['granted', 'refused']);
  }
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
