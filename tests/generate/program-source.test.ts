import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { termsOf } from '../../dist/src/contract/terms/terms.js';
import { preset } from '../../dist/src/contract/document/parse-contract.js';
import { unpackProgram } from '../../dist/src/core/execution-batch.js';
import { printProgram } from '../../dist/src/core/program-literal.js';
import { requestCount, requestsOf } from '../../dist/src/core/program.js';
import { ProgramSource } from '../../dist/src/generate/program-source.js';
import { makePlan } from '../../dist/src/generate/generation-plan.js';
import { ProgramArbitrary } from '../../dist/src/generate/program-arbitrary.js';
import { givenRegion } from './subjects.js';

const plan = makePlan(termsOf(preset('pool'), givenRegion), { effort: 'quick' });

function printed(source: ProgramSource, first: number, until: number, size: number): string[] {
  const texts: string[] = [];
  for (const { programs } of source.batches(first, until, size)) {
    for (let i = 0; i < programs.count; i++) texts.push(printProgram(unpackProgram(programs, i)));
  }
  return texts;
}

const programsOf = (seed: number, runs: number, size = 8): string[] =>
  printed(new ProgramSource(plan, seed), 0, runs, size);

describe('ProgramSource', () => {
  it('hands out as many programs as asked, all different', () => {
    const programs = programsOf(11, 100);
    expect(programs.length).toBe(100);
    expect(new Set(programs).size).toBe(100);
  });

  it('repeats a campaign by its seed, and differs for another', () => {
    const programs = programsOf(11, 40);
    expect(programsOf(11, 40)).toEqual(programs);
    expect(programsOf(12, 40)).not.toEqual(programs);
  });

  it('draws a program by its number, whichever were drawn before and in batches of whichever size', () => {
    const programs = programsOf(11, 100);
    expect(programsOf(11, 100, 33)).toEqual(programs);
    expect(printed(new ProgramSource(plan, 11), 60, 70, 3)).toEqual(programs.slice(60, 70));
  });

  it('numbers its batches and says what shaped each program', () => {
    const firsts: number[] = [];
    for (const { programs, first, features } of new ProgramSource(plan, 5).batches(4, 30, 8)) {
      firsts.push(first);
      expect(features.length).toBe(programs.count);
      expect(features.some((mask) => mask !== 0)).toBe(true);
    }
    expect(firsts).toEqual([4, 12, 20, 28]);
  });

  it('leaves the batch before alone while the next one is made', () => {
    let before: (() => string) | undefined;
    let expected = '';
    let compared = 0;
    for (const { programs } of new ProgramSource(plan, 5).batches(0, 64, 8)) {
      if (before !== undefined) {
        expect(before()).toBe(expected);
        compared++;
      }
      before = () => printProgram(unpackProgram(programs, 3));
      expected = before();
    }
    expect(compared).toBe(7);
  });

  it('hands out nothing for no runs', () => {
    expect(programsOf(1, 0)).toEqual([]);
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
