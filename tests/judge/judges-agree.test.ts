import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseContract } from '../../dist/src/contract/choose-contract.js';
import { runSettings } from '../../dist/src/contract/terms/run-settings.js';
import { decodeExecution } from '../../dist/src/core/decode-execution.js';
import { packPrograms } from '../../dist/src/core/execution-batch.js';
import { growthLimit } from '../../dist/src/core/growth-limit.js';
import { printProgram } from '../../dist/src/core/program-literal.js';
import { makePlan } from '../../dist/src/generate/generation-plan.js';
import { ProgramArbitrary } from '../../dist/src/generate/program-arbitrary.js';
import { propertyIds, type PropertyId } from '../../dist/src/core/property-id.js';
import { explain } from '../../dist/src/judge/explain.js';
import { Kernel } from '../../dist/src/judge/kernel.js';
import { CLEAN, UNSURE } from '../../dist/src/judge/kernel-state.js';
import { termsOf } from '../../dist/src/contract/terms/terms.js';
import { loadSubject } from '../../dist/src/subjects/load-subject.js';
import type { Subject } from '../../dist/src/subjects/subject.js';
import { correctAllocators, zooMembers } from '../../dist/tests/zoo/zoo-table.js';
import { openInProcess } from '../support/in-process.js';

// Goal: the fast judge and the specification call the same executions broken, and by the same property.
// Method: generated programs on every allocator of the zoo, broken and correct. Where the fast judge
// defers nothing is compared, so it may defer on a stated share of the programs only.

const PROGRAMS = 48;
const PROGRAMS_OF_BROKEN = 16;
const LONGEST = 90;
/** A refusal that is a trap is in nearly every program of some allocators. */
const MOST_DEFERRED_BY_TRAPS = 0.85;
/** One that a gap might have met, where all gaps together are long enough, in a third of some. */
const MOST_DEFERRED_BY_GAPS = 0.45;
/** Of all others. */
const MOST_DEFERRED_OF_CORRECT = 0.05;
const MOST_DEFERRED_OF_BROKEN = 0.2;

interface Tally {
  readonly programs: number;
  readonly deferred: number;
  /** Share that it may defer for refusals that the contract has it leave to the specification. */
  readonly mostByContract: number | undefined;
  readonly broken: number;
  /** Properties by which both called an execution broken. */
  readonly leads: readonly PropertyId[];
}

/** Both judges over programs on a subject, which is closed then. */
async function judgeBoth(subject: Subject, count: number): Promise<Tally> {
  try {
    const { description } = subject;
    const { contract } = await chooseContract(description);
    const terms = termsOf(contract, description);
    const budget = { hangLimitMs: 500, macroLimit: 1_000 };
    const settings = { ...runSettings(terms, budget), confirmHangs: false };
    const plan = makePlan(terms, { effort: 'quick' });
    const arbitrary = fc.nat(LONGEST - 4).chain((more) => new ProgramArbitrary(plan, 4 + more));
    const programs = fc.sample(arbitrary, { numRuns: count, seed: 20 });
    const batch = await subject.run(packPrograms(programs), settings);
    const kernel = new Kernel(terms);
    const context = { contract, subject: description, terms };
    const leads: PropertyId[] = [];
    let deferred = 0;
    let broken = 0;
    for (const [index, program] of programs.entries()) {
      const verdict = kernel.judge(batch, index, growthLimit(description, program.world));
      const main = decodeExecution(batch, index, program);
      const lead = explain({ main, others: [] }, context).findings.at(0)?.property;
      if (lead !== undefined) broken++;
      if (verdict === UNSURE) {
        deferred++;
        continue;
      }
      const fast = verdict === CLEAN ? undefined : propertyIds[verdict - 1];
      expect([printProgram(program), fast]).toEqual([printProgram(program), lead]);
      if (lead !== undefined) leads.push(lead);
    }
    const byGaps = terms.nulls === 'gap' ? MOST_DEFERRED_BY_GAPS : undefined;
    const mostByContract = terms.refusalEnds ? MOST_DEFERRED_BY_TRAPS : byGaps;
    return { programs: count, deferred, mostByContract, broken, leads };
  } finally {
    await subject.close();
  }
}

const shareDeferred = (tallies: readonly Tally[]): number =>
  tallies.reduce((sum, { deferred }) => sum + deferred, 0) /
  tallies.reduce((sum, { programs }) => sum + programs, 0);

const ofCorrect: Tally[] = [];

test.each(correctAllocators.map(({ name, file }) => [name, file] as const))(
  'both judges clear %s',
  async (_name, file) => {
    const tally = await judgeBoth(await openInProcess(file), PROGRAMS);
    ofCorrect.push(tally);
    expect(tally.broken).toBe(0);
    const most = tally.mostByContract ?? MOST_DEFERRED_OF_CORRECT;
    expect(shareDeferred([tally])).toBeLessThan(most);
  },
);

test('the fast judge clears most of what correct allocators do by itself', () => {
  expect(ofCorrect).toHaveLength(correctAllocators.length);
  const others = ofCorrect.filter(({ mostByContract }) => mostByContract === undefined);
  expect(others.length).toBeGreaterThan(ofCorrect.length / 3);
  expect(shareDeferred(others)).toBeLessThan(MOST_DEFERRED_OF_CORRECT);
});

test('both judges name the same property of every broken allocator, and find something in most', async () => {
  const tallies: Tally[] = [];
  for (const { file } of zooMembers) {
    // In a thread, which those that do not return can be stopped in.
    const { subject } = await loadSubject(file);
    tallies.push(await judgeBoth(subject, PROGRAMS_OF_BROKEN));
  }
  expect(tallies.filter(({ broken }) => broken > 0).length).toBeGreaterThan(zooMembers.length / 2);
  const others = tallies.filter(({ mostByContract }) => mostByContract === undefined);
  expect(others.length).toBeGreaterThan(zooMembers.length / 3);
  expect(shareDeferred(others)).toBeLessThan(MOST_DEFERRED_OF_BROKEN);
  const leads = new Set(tallies.flatMap((tally) => tally.leads));
  for (const lead of ['null-on-exhaustion', 'alignment', 'in-bounds', 'no-overlap'] as const)
    expect(leads).toContain(lead);
});
