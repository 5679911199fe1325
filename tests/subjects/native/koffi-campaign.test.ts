import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type TestContext } from 'vitest';
import type { reportSchema } from '../../../dist/src/report/json/report-schema.js';
import { openNativeSubject } from '../../../dist/src/subjects/native/native-subject.js';
import { runAllocert } from '../../cli/run-allocert.js';
import { certifySubject, violatedIn } from '../../support/certify-subject.js';
import { libraryFolder, needsCompiler } from './native-corpus.js';

// Goal: whole campaigns on a machine without a C compiler, beside the same with one.
// Method: the command line runs with a PATH that holds nothing and with a temporary folder of its
// own, in which no driver lies ready. Libraries are built before.

const folder = libraryFolder();

type Report = ReturnType<typeof reportSchema.parse>;

/** Certifies a subject; hidden: with no compiler to be found. */
async function certify(
  compiler: 'hidden' | 'there',
  ...words: readonly string[]
): Promise<{ readonly exitCode: number | undefined; readonly report: Report; stderr: string }> {
  const empty = join(folder.path, 'empty');
  const temporary = join(folder.path, 'tmp');
  const working = join(folder.path, 'working', compiler);
  for (const path of [empty, temporary, working]) mkdirSync(path, { recursive: true });
  const env = compiler === 'hidden' ? { PATH: empty, TMPDIR: temporary } : {};
  const { exitCode, stdout, stderr } = await runAllocert(
    ['certify', ...words, '--seed', '1', '--reporter', 'json'],
    { cwd: working, env },
  );
  return { exitCode, stderr, report: JSON.parse(stdout) as Report };
}

const violated = ({ subjects: [subject] }: Report): unknown[] =>
  subject.properties.flatMap(({ id, verdict, witness }) =>
    verdict === 'violated' ? [[id, witness?.program, witness?.step]] : [],
  );

function broken(context: TestContext, fault: string): string {
  needsCompiler(context);
  return folder.compile('broken-bump.c', `-D${fault}`);
}

test('libc holds, and what could not be tested is left out with its reason', async () => {
  const { report, exitCode } = await certify('hidden', 'builtin:libc', '--runs', '250');
  const [{ verdict, subject, leftOut }] = report.subjects;
  expect(violated(report)).toEqual([]);
  expect([verdict, exitCode]).toEqual(['holds', 0]);
  expect(subject.drivenThrough).toBe('koffi, because no C compiler was found');
  const because =
    'driven through koffi, since no C compiler was found: a limit of memory would end Node.js';
  expect(leftOut).toEqual(
    expect.arrayContaining([
      { goal: 'exhausted', because },
      { goal: 'realloc.refused', because },
    ]),
  );
});

test.for([
  ['OVERLAPS', 'no-overlap'],
  ['CRASHES', 'no-fault'],
] as const)(
  'a library that %s is violated with the witness that the driver finds',
  async ([fault, property], context) => {
    const library = broken(context, fault);
    const hidden = await certify('hidden', library, '--runs', '60');
    const there = await certify('there', library, '--runs', '60');
    expect(hidden.exitCode).toBe(1);
    expect(violated(hidden.report)).toEqual(violated(there.report));
    expect(violated(hidden.report)).toEqual([[property, expect.any(String), 2]]);
  },
);

test('a hang is found and shrunk to the call that does not come back', async (context) => {
  const library = broken(context, 'HANGS');
  const hidden = { compilers: [], cacheFolder: join(folder.path, 'empty') };
  const subject = await openNativeSubject(library, hidden);
  // Not from the command line, whose limit is a second: to confirm a hang takes ten times the limit.
  const limits = { runs: 20, hangLimitMs: 200 };
  const result = await certifySubject({ locator: library, subject, seed: 1, ...limits });
  expect(result.subject.drivenThrough).toMatch(/^koffi/);
  expect(violatedIn(result)).toEqual(['no-fault']);
  const witness = result.properties.find(({ id }) => id === 'no-fault')?.witness;
  expect(witness?.literal).toMatch(/alloc.*alloc/);
  expect(witness?.finding.step).toBe(2);
});
