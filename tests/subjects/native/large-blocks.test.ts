import { expect, test } from 'vitest';
import { openNativeSubject } from '../../../dist/src/subjects/native/native-subject.js';
import { leadingViolations } from './leading-violations.js';
import { libraryFolder, needsCompiler, runLiterals } from './native-corpus.js';

// Goal: the middle of a large block is read by some programs only, and what is wrong there is found.

const folder = libraryFolder();
const aspects = async (library: string, literals: readonly string[]): Promise<string[][]> => {
  const subject = await openNativeSubject(library);
  const executions = await runLiterals(subject, literals);
  await subject.close();
  return executions.map(({ damages }) => damages.map(({ aspect }) => aspect));
};

test('a dirty middle of a large zeroed grant is seen at the level full, not below', async (context) => {
  needsCompiler(context);
  const literals = ['edges', 'wide', 'full', 'each'].map(
    (level) => `allocert/1 {region=1048576 observe=${level}} A=allocZeroed(100000,8)`,
  );
  const found = await aspects(folder.compile('bump.c', '-DDIRTY_MIDDLE'), literals);
  expect(found).toEqual([[], [], ['zeroed'], ['zeroed']]);
});

test('a write into the middle of a large block is seen where it is filled', async (context) => {
  needsCompiler(context);
  const literals = ['edges', 'wide', 'full', 'each'].map(
    (level) => `allocert/1 {region=1048576 observe=${level}} A=alloc(40000,8) B=alloc(8,8) free(A)`,
  );
  const found = await aspects(folder.compile('bump.c', '-DWRITES_MIDDLE'), literals);
  expect(found).toEqual([[], [], ['content'], ['content']]);
});

test.for([
  ['DIRTY_MIDDLE', 'zeroed'],
  ['WRITES_MIDDLE', 'content-preserved'],
] as const)('a quick campaign finds %s', async ([flag, property], context) => {
  needsCompiler(context);
  const locator = folder.compile('bump.c', `-D${flag}`);
  const found = await leadingViolations({ locator }, { seed: 1, runs: 1_600 });
  expect([...found.keys()]).toContain(property);
});
