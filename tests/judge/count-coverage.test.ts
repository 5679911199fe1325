import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseContract } from '../../dist/src/contract/choose-contract.js';
import { termsOf } from '../../dist/src/contract/terms/terms.js';
import { runSettings } from '../../dist/src/contract/terms/run-settings.js';
import { decodeExecution } from '../../dist/src/core/decode-execution.js';
import { packPrograms } from '../../dist/src/core/execution-batch.js';
import { makePlan } from '../../dist/src/generate/generation-plan.js';
import { ProgramArbitrary } from '../../dist/src/generate/program-arbitrary.js';
import { compareCoverage } from '../../dist/src/judge/compare-coverage.js';
import { CoverageCounter } from '../../dist/src/judge/coverage-counter.js';
import { loadSubject } from '../../dist/src/subjects/load-subject.js';
import { correctAllocators, zooMembers } from '../../dist/tests/zoo/zoo-table.js';
import { countsOf, everyGoal } from '../support/every-goal.js';

// Goal: what campaigns count of coverage is what the goals mean. Method: generated programs on every
// allocator, broken and correct; each execution is counted by the words of its record and tallied step
// by step, goal by goal, whatever its contract asks for. Nothing stands for a subject that is missing:
// executions that none of these brings about are made up in count-made-up-coverage.test.ts.

const LONGEST = 250;

async function compareOn(locator: string, programs: number, seed: number): Promise<Float64Array> {
  const { subject } = await loadSubject(locator);
  const { description } = subject;
  const { contract } = await chooseContract(description);
  const context = { contract, subject: description, terms: termsOf(contract, description) };
  const settings = {
    ...runSettings(context.terms, { hangLimitMs: 300, macroLimit: 1_000 }),
    confirmHangs: false,
  };
  const plan = makePlan(context.terms, { effort: 'quick' });
  const arbitrary = fc.nat(LONGEST - 4).chain((more) => new ProgramArbitrary(plan, 4 + more));
  const total = countsOf();
  try {
    const drawn = fc.sample(arbitrary, { numRuns: programs, seed });
    const batch = await subject.run(packPrograms(drawn), settings);
    const counter = new CoverageCounter(context, everyGoal);
    drawn.forEach((program, index) => {
      const counts = countsOf();
      counter.count(batch, index, program.world, counts);
      compareCoverage(decodeExecution(batch, index, program), context, everyGoal, counts);
      counts.forEach((count, goal) => (total[goal] += count));
    });
    return total;
  } finally {
    await subject.close();
  }
}

test.each(['builtin:bump', 'builtin:first-fit', ...correctAllocators.map(({ file }) => file)])(
  '%s: every goal is counted as often as it is reached',
  async (locator) => {
    const total = await compareOn(locator, 120, 3);
    expect(total.reduce((sum, count) => sum + count)).toBeGreaterThan(5_000);
  },
);

test('executions of broken allocators are counted as they are tallied', async () => {
  let counted = 0;
  for (const { file } of zooMembers) {
    counted += (await compareOn(file, 16, 4)).reduce((sum, count) => sum + count);
  }
  expect(counted).toBeGreaterThan(2_000 * zooMembers.length);
});
