import { expect, test } from 'vitest';
import { WORDS_PER_REQUEST } from '../../../dist/src/core/request.js';
import type { SubjectResult } from '../../../dist/src/core/result.js';
import { certify } from '../../../dist/src/engine/certify.js';
import { openNativeSubject } from '../../../dist/src/subjects/native/native-subject.js';
import { libraryFolder, needsCompiler, runLiterals } from './native-corpus.js';

const folder = libraryFolder();

/** The library frees nothing, which is no matter here. */
const judge = (locator: string, preset: string): Promise<SubjectResult> =>
  certify({
    contract: { input: { extends: preset, growth: 'noBlowUp' }, where: 'test' },
    ...{ locator, seed: 1, runs: 64, effort: 'quick', savedWitnesses: [] },
    onEvent: () => undefined,
    signal: new AbortController().signal,
  });

const violated = ({ properties }: SubjectResult): string[] =>
  properties.filter(({ verdict }) => verdict === 'violated').map(({ id }) => id);

test('a refusal carries the errno that it left, and what posix_memalign answered', async (context) => {
  needsCompiler(context);
  const literal =
    'allocert/1 A=alloc(2^62) B=alloc(8) realloc(B,2^62) C=posix_memalign:badAlign(8,24) ' +
    'D=posix_memalign:alloc(2^62,64) E=allocArray(2^40,2^40)';
  const errors = [];
  for (const locator of ['builtin:libc', folder.compile('forgets-errno.c')]) {
    const subject = await openNativeSubject(locator);
    const [execution] = await runLiterals(subject, [literal]);
    errors.push(
      execution.steps.flatMap(({ outcome }) => (outcome.kind === 'refused' ? [outcome.error] : [])),
    );
    await subject.close();
  }
  expect(errors).toEqual([
    ['ENOMEM', 'ENOMEM', 'EINVAL', 'ENOMEM', 'ENOMEM'],
    // It has no calloc: the request is skipped.
    ['none', 'none', 'EINVAL', 'ENOMEM'],
  ]);
});

test('a malloc that forgets errno is shown by one request, where the contract speaks of it', async (context) => {
  needsCompiler(context);
  const library = folder.compile('forgets-errno.c');
  for (const contract of ['c17', 'posix']) {
    expect(violated(await judge(library, contract)), contract).toEqual([]);
  }
  const result = await judge(library, 'posix-strict');
  expect(violated(result)).toEqual(['failed-call-no-effect']);
  const found = result.properties.find(({ id }) => id === 'failed-call-no-effect');
  const witness = [found?.witness, ...(found?.furtherWitnesses ?? [])].find(
    (one) => one?.program.words.length === WORDS_PER_REQUEST,
  );
  expect(witness?.finding).toMatchObject({
    clause: 'refusalErrno',
    evidence: { kind: 'refusalError', channel: 'errno', expected: 'any', seen: 'none' },
  });
});

test('posix_memalign that answers one error for another is found under POSIX, not under C17', async (context) => {
  needsCompiler(context);
  const library = folder.compile('forgets-errno.c', '-DWRONG_ANSWERS');
  expect(violated(await judge(library, 'c17'))).toEqual([]);
  const result = await judge(library, 'posix');
  expect(violated(result)).toEqual(['failed-call-no-effect']);
  const witness = result.properties.find(({ id }) => id === 'failed-call-no-effect')?.witness;
  expect(witness?.program.words.length).toBe(WORDS_PER_REQUEST);
  expect(witness?.finding.evidence).toMatchObject({ kind: 'refusalError', channel: 'answer' });
});
