import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { termsOf } from '../../dist/src/contract/terms.js';
import { preset } from '../../dist/src/contract/parse-contract.js';
import { unpackProgram } from '../../dist/src/core/execution-batch.js';
import { printProgram } from '../../dist/src/core/program-literal.js';
import { requestCount, requestsOf } from '../../dist/src/core/program.js';
import { runBatches } from '../../dist/src/generate/campaign-source.js';
import { makePlan } from '../../dist/src/generate/generation-plan.js';
import { ProgramArbitrary } from '../../dist/src/generate/program-arbitrary.js';
import { givenRegion } from './subjects.js';

const plan = makePlan(termsOf(preset('pool'), givenRegion), { effort: 'quick' });

async function programsOf(seed: number, runs: number, stopAfter = Infinity): Promise<string[]> {
  const programs: string[] = [];
  const result = await runBatches({ plan, seed, runs, batchSize: 8 }, (batch, first, features) => {
    expect(first).toBe(programs.length);
    expect(features.length).toBeGreaterThanOrEqual(batch.count);
    for (let i = 0; i < batch.count; i++) programs.push(printProgram(unpackProgram(batch, i)));
    return Promise.resolve(programs.length < stopAfter);
  });
  expect(result.programs).toBe(programs.length);
  return programs;
}

describe('runBatches', () => {
  it('hands out as many programs as asked, all different', async () => {
    const programs = await programsOf(11, 100);
    expect(programs.length).toBe(100);
    expect(new Set(programs).size).toBe(100);
  });

  it('repeats a campaign by its seed, and differs for another', async () => {
    const programs = await programsOf(11, 40);
    expect(await programsOf(11, 40)).toEqual(programs);
    expect(await programsOf(12, 40)).not.toEqual(programs);
  });

  it('stops when it is told to, without a word of fast-check', async () => {
    expect((await programsOf(11, 100, 16)).length).toBe(16);
  });

  it('leaves the batch before alone while the next one is made', async () => {
    let before: (() => string) | undefined;
    let expected = '';
    let compared = 0;
    await runBatches({ plan, seed: 5, runs: 64, batchSize: 8 }, (batch) => {
      if (before !== undefined) {
        expect(before()).toBe(expected);
        compared++;
      }
      before = () => printProgram(unpackProgram(batch, 3));
      expected = before();
      return Promise.resolve(true);
    });
    expect(compared).toBe(7);
  });

  it('passes on what the caller throws', async () => {
    const broken = runBatches({ plan, seed: 5, runs: 64 }, () => Promise.reject(new Error('mine')));
    await expect(broken).rejects.toThrow(/^mine$/);
  });

  it('says that the time is spent, and not before its last batch is handled', async () => {
    let handled = 0;
    let started = 0;
    const result = await runBatches(
      { plan, seed: 5, runs: 1_000_000, timeLimitMs: 0 },
      async () => {
        started++;
        await Promise.resolve();
        handled++;
        return true;
      },
    );
    expect(result.timeSpent).toBe(true);
    expect(handled).toBe(started);
  });

  it('hands out nothing for no runs', async () => {
    expect(await programsOf(1, 0)).toEqual([]);
  });
});

describe('ProgramArbitrary', () => {
  it('replays by seed and path with one run', () => {
    const property = fc.property(
      new ProgramArbitrary(plan, 60),
      (program) => requestCount(program) < 7,
    );
    const found = fc.check(property, { seed: 42 });
    expect(found.failed).toBe(true);
    const again = fc.check(property, {
      seed: 42,
      path: found.counterexamplePath ?? '',
      endOnFailure: true,
    });
    expect(again.numRuns).toBe(1);
    expect(again.counterexample).toEqual(found.counterexample);
  });

  it('shrinks to the shortest program that fails', () => {
    const property = fc.property(
      new ProgramArbitrary(plan, 60),
      (program) => requestCount(program) < 7,
    );
    const { counterexample } = fc.check(property, { seed: 42 });
    expect(counterexample?.map(requestCount)).toEqual([7]);
  });

  it('shrinks programs given as examples', () => {
    const [example] = fc.sample(new ProgramArbitrary(plan, 40), { seed: 1, numRuns: 1 });
    const property = fc.property(
      new ProgramArbitrary(plan),
      (program) => !requestsOf(program).some((request) => request.size.offset >= 9),
    );
    const { counterexample } = fc.check(property, { seed: 1, examples: [[example]], numRuns: 1 });
    expect(counterexample?.map(requestCount)).toEqual([1]);
  });
});
