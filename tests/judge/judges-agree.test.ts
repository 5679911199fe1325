import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseContract } from '../../dist/src/contract/choose-contract.js';
import { runSettings } from '../../dist/src/contract/run-settings.js';
import { decodeExecution } from '../../dist/src/core/decode-execution.js';
import { packPrograms } from '../../dist/src/core/execution-batch.js';
import { growthLimit } from '../../dist/src/core/growth-limit.js';
import { printProgram } from '../../dist/src/core/program-literal.js';
import { makePlan } from '../../dist/src/generate/generation-plan.js';
import { ProgramArbitrary } from '../../dist/src/generate/program-arbitrary.js';
import { explain } from '../../dist/src/judge/explain.js';
import { Kernel } from '../../dist/src/judge/kernel.js';
import { CLEAN, UNSURE } from '../../dist/src/judge/kernel-state.js';
import { termsOf } from '../../dist/src/contract/terms.js';
import { loadSubject } from '../../dist/src/subjects/load-subject.js';
import { correctAllocators, zooMembers } from '../../dist/tests/zoo/zoo-table.js';

// Goal: the fast judge and the specification call the same executions broken. Which property leads is
// for the specification to say. Method: generated
// programs on every allocator of the zoo, broken and correct. Where the fast judge defers, nothing
// is compared; it must not defer on most of what correct allocators do.

const PROGRAMS = 48;
const PROGRAMS_OF_BROKEN = 16;
const LONGEST = 90;

async function judgeBoth(
  file: string,
  count: number,
): Promise<{ deferred: number; broken: number }> {
  const { subject } = await loadSubject(file);
  try {
    const { description } = subject;
    const { contract } = chooseContract(description);
    const terms = termsOf(contract, description);
    const budget = { hangLimitMs: 500, macroLimit: 1_000 };
    const settings = {
      ...runSettings(terms, budget),
      confirmHangs: false,
    };
    const plan = makePlan(terms, { effort: 'quick' });
    const arbitrary = fc.nat(LONGEST - 4).chain((more) => new ProgramArbitrary(plan, 4 + more));
    const programs = fc.sample(arbitrary, { numRuns: count, seed: 20 });
    const batch = await subject.run(packPrograms(programs), settings);
    const kernel = new Kernel(terms);
    let deferred = 0;
    let broken = 0;
    for (const [index, program] of programs.entries()) {
      const verdict = kernel.judge(batch, index, growthLimit(description, program.world));
      const main = decodeExecution(batch, index, program);
      const { findings } = explain({ main, others: [] }, { contract, subject: description, terms });
      const found = findings.map(({ property }) => property);
      if (found.length > 0) broken++;
      if (verdict === UNSURE) deferred++;
      // The exact models are judged by the specification alone.
      else if (!found.includes('placement')) {
        expect(found.length > 0, `${printProgram(program)}: ${found.join()}`).toBe(
          verdict !== CLEAN,
        );
      }
    }
    return { deferred, broken };
  } finally {
    await subject.close();
  }
}

test.each(correctAllocators.map(({ name, file }) => [name, file] as const))(
  'both judges clear %s',
  async (_name, file) => {
    const { broken, deferred } = await judgeBoth(file, PROGRAMS);
    expect(broken).toBe(0);
    expect(deferred).toBeLessThan(PROGRAMS);
  },
);

test('both judges say the same of every broken allocator, and find something in most', async () => {
  let found = 0;
  for (const { file } of zooMembers)
    found += (await judgeBoth(file, PROGRAMS_OF_BROKEN)).broken > 0 ? 1 : 0;
  expect(found).toBeGreaterThan(zooMembers.length / 2);
});
