import { expect, test } from 'vitest';
import { parseProgram } from '../../../dist/src/core/parse-program-literal.js';
import { runPrograms } from '../../../dist/src/engine/run-programs.js';
import { openSession } from '../../../dist/src/engine/session.js';
import { libraryFolder, needsCompiler } from './native-corpus.js';

// Goal: the driver runs the rounds of a drain as the executor does. Method: a library that refuses from
// its thousand and first grant on; the executor's own test is tests/subjects/execute/repeat-rounds.test.ts.

const folder = libraryFolder();

async function stepsOf(locator: string, literal: string): Promise<string[]> {
  const session = await openSession({ locator });
  try {
    const [{ steps }] = await runPrograms(session, [parseProgram(`allocert/1 ${literal}`)]);
    return steps.map(({ kind, outcome }) => `${kind} ${outcome.kind}`);
  } finally {
    await session.subject.close();
  }
}

const freed = ['init done', 'alloc granted', 'drain done'];

test('rounds that come out alike are recorded once', async (context) => {
  needsCompiler(context);
  const locator = folder.compile('refuses-after-1000.c');
  expect(await stepsOf(locator, 'A=alloc(64) drain(rounds:1000)')).toEqual(freed);
});

test('a round that comes out otherwise is recorded, and is the last', async (context) => {
  needsCompiler(context);
  const locator = folder.compile('refuses-after-1000.c');
  expect(await stepsOf(locator, 'A=alloc(64) drain(rounds:1001) B=alloc(64)')).toEqual([
    ...freed,
    'alloc refused',
    'alloc refused',
  ]);
});
