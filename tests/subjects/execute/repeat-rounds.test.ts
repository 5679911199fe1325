import { expect, test } from 'vitest';
import { parseProgram } from '../../../dist/src/core/parse-program-literal.js';
import type { Execution } from '../../../dist/src/core/execution.js';
import { runPrograms } from '../../../dist/src/engine/run-programs.js';
import { openSession } from '../../../dist/src/engine/session.js';
import { openInProcess } from '../../support/in-process.js';

// Goal: a drain with rounds runs them all and records few of them. Method: members of the zoo whose
// footprint counts the frees, or that refuse from some free on.

async function run(file: string, literal: string): Promise<Execution> {
  const locator = `dist/tests/zoo/members/${file}.js`;
  const session = await openSession({ locator, subject: await openInProcess(locator) });
  const [execution] = await runPrograms(session, [parseProgram(`allocert/1 ${literal}`)]);
  return execution;
}

const kindsOf = ({ steps }: Execution): string[] =>
  steps.map(({ kind, outcome }) => `${kind} ${outcome.kind}`);

const freed = ['init done', 'alloc granted', 'drain done'];

test('rounds that come out alike are recorded once, and what they hold in the end is told', async () => {
  const execution = await run('keeps-442-bytes-of-each-pair', 'A=alloc(64) drain(rounds:1000)');
  expect(kindsOf(execution)).toEqual(freed);
  expect(execution.extents.at(-1)).toMatchObject({ step: 2, footprintBytes: 64n + 442_000n });
});

test('behind them the program goes on', async () => {
  const execution = await run(
    'keeps-442-bytes-of-each-pair',
    'A=alloc(64) drain(rounds:10) B=alloc(64) drain(rounds:10) C=alloc(64)',
  );
  expect(kindsOf(execution)).toEqual([...freed, ...freed.slice(1), 'alloc granted']);
  expect(execution.steps.at(-1)?.allocation).toBe(5);
});

test('a round that comes out otherwise is recorded, and is the last', async () => {
  // Every 256th free loses one of 64 slots.
  const execution = await run(
    'slot-lost-in-256-frees',
    '{region=4096} A=alloc(64) drain(rounds:1000000) B=alloc(64)',
  );
  expect(kindsOf(execution)).toEqual([...freed, 'alloc refused', 'alloc refused']);
});
