import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseContract, preset } from '../../dist/src/contract/document/parse-contract.js';
import { termsOf } from '../../dist/src/contract/terms/terms.js';
import { decodeExecution } from '../../dist/src/core/decode-execution.js';
import { entryPointNames } from '../../dist/src/core/entry-point.js';
import type { Death, Execution, Step, StepOutcome } from '../../dist/src/core/execution.js';
import { requestKindNames } from '../../dist/src/core/request-kind.js';
import type { World } from '../../dist/src/core/world.js';
import { compareCoverage } from '../../dist/src/judge/compare-coverage.js';
import { CoverageCounter } from '../../dist/src/judge/coverage-counter.js';
import { describeSubject, glibc, sqlJs } from '../contract/describe-subject.js';
import { encodeExecution } from '../support/encode-execution.js';
import { countsOf, everyGoal } from '../support/every-goal.js';

// Goal: what campaigns count of coverage is what the goals mean, in executions that no allocator of the
// zoo brings about as well: overlapping blocks, blocks far apart, sizes at every bound, deaths that are
// refusals. Method: records are made up of steps of every kind and outcome that name earlier ones.

const contexts = [
  { contract: preset('pool'), subject: describeSubject() },
  { contract: preset('posix'), subject: glibc },
  { contract: preset('assemblyscript'), subject: sqlJs },
  {
    contract: parseContract(
      {
        requests: ['alloc', 'dealloc', 'deallocInvalid', 'realloc'],
        realloc: { toZero: 'free' },
        free: { twice: 'abort', foreign: 'rejected' },
        sizes: {
          smallest: 8,
          belowSmallest: 'refused',
          largest: 4_096,
          aboveLargest: 'refused',
          byKind: { alloc: { smallest: 16, largest: 70_000 } },
        },
      },
      '',
    ),
    subject: describeSubject({ sizeBits: 32, growable: true }),
  },
].map((context) => ({ ...context, terms: termsOf(context.contract, context.subject) }));

const WHOLE_SIZES = [
  0n,
  2n ** 31n - 1n,
  2n ** 31n,
  2n ** 32n,
  2n ** 52n,
  2n ** 53n - 1n,
  2n ** 53n,
];
const near2To63 = fc.constantFrom(2n ** 63n - 1n, 2n ** 63n, 2n ** 64n - 1n);
const anySize = fc.oneof(
  { weight: 12, arbitrary: fc.bigInt(0n, 80n) },
  { weight: 2, arbitrary: fc.bigInt(0n, 2_000_000n) },
  { weight: 1, arbitrary: fc.constantFrom(...WHOLE_SIZES) },
  { weight: 1, arbitrary: near2To63 },
);
const anyAddress = (log2: number): fc.Arbitrary<bigint> =>
  fc
    .oneof(
      { weight: 12, arbitrary: fc.bigInt(0n, 400n) },
      { weight: 2, arbitrary: fc.bigInt(0n, 100_000n) },
      { weight: 1, arbitrary: fc.bigInt(0n, 2n ** 48n) },
      { weight: 1, arbitrary: fc.constantFrom(2n ** 47n, 2n ** 53n - 64n, 2n ** 53n, 2n ** 63n) },
    )
    .map((address) => (address >> BigInt(log2)) << BigInt(log2));

const anyStep = (log2: number): fc.Arbitrary<Step> =>
  fc
    .record({
      kind: fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom('alloc' as const, 'dealloc' as const) },
        { weight: 3, arbitrary: fc.constantFrom(...requestKindNames) },
      ),
      entry: fc.constantFrom(...entryPointNames),
      log2Align: fc.oneof(fc.constant(0), fc.nat(31)),
      allocation: fc.option(fc.nat(40), { nil: undefined, freq: 12 }),
      size: anySize,
      second: fc.oneof(fc.bigInt(0n, 4n), anySize),
      outcome: fc.oneof(
        { weight: 8, arbitrary: fc.constant('usual' as const) },
        { weight: 2, arbitrary: fc.constant('refused' as const) },
        {
          weight: 1,
          arbitrary: fc.constantFrom(
            'pending' as const,
            'granted' as const,
            'done' as const,
            'rejected' as const,
            'faulted' as const,
            'misencoded' as const,
          ),
        },
      ),
      address: anyAddress(log2),
    })
    .map(({ outcome, address, log2Align, ...step }) => ({
      ...step,
      index: 0,
      request: 0,
      align: 1n << BigInt(log2Align),
      thread: 0,
      untouched: 'no' as const,
      outcome: outcomeOf(outcome === 'usual' ? usualOf(step.kind) : outcome, address),
    }));

const usualOf = (kind: Step['kind']): 'granted' | 'done' =>
  /^(?:alloc|realloc|fill)/.test(kind) ? 'granted' : 'done';

const outcomeOf = (kind: StepOutcome['kind'], address: bigint): StepOutcome =>
  kind === 'granted' || kind === 'done' || kind === 'rejected' ? { kind, address } : { kind };

/** What only a broken allocator grants is more than a number of the counter holds. */
const isCountable = ({ kind, size, second, outcome }: Step): boolean => {
  const isArray = kind === 'allocArray' || kind === 'reallocArray';
  const isLonger = kind === 'resizeInPlace' || outcome.kind === 'granted';
  return !isLonger || (isArray ? size * second : size) < 2n ** 44n;
};

const anyWorld: fc.Arbitrary<World> = fc.record({
  regionBytes: fc.nat(70_000),
  baseOffset: fc.nat(64),
  fill: fc.constantFrom({ kind: 'zero' } as const, { kind: 'ones' } as const),
  limitBytes: fc.oneof(fc.constant(0), fc.nat(5_000)),
  hostRefusesFrom: fc.constant(0),
  hostRefusesCalls: fc.constant(0),
  resets: fc.constant(0),
  observe: fc.constantFrom('edges', 'full'),
});

const anyDeath: fc.Arbitrary<Omit<Death, 'step'> | undefined> = fc.option(
  fc.record({
    fault: fc.constantFrom('unreachable', 'abort', 'exception', 'hang'),
    detail: fc.constant(0),
    phase: fc.constantFrom('call', 'fill'),
    message: fc.constantFrom(undefined, 'Error: Allocation too large', 'TypeError'),
  }),
  { nil: undefined },
);

const anyExecution: fc.Arbitrary<Execution> = fc
  .nat(6)
  .chain((log2) =>
    fc.record({
      world: anyWorld,
      drawn: fc.array(anyStep(log2), { maxLength: 60, size: 'max' }),
      ends: fc.array(fc.tuple(fc.nat(60), fc.constantFrom(0n, 600n, 4_096n, 2n ** 53n - 1n)), {
        maxLength: 3,
      }),
      death: anyDeath,
      drains: fc.boolean(),
    }),
  )
  .map(({ world, drawn, ends, death, drains }) => {
    const init = { ...drawn[0], kind: 'init' as const, outcome: outcomeOf('done', 0n) };
    const made = [{ ...initStep, ...init }, ...drawn.filter(isCountable)].map((step, index) => ({
      ...step,
      index,
      allocation:
        step.allocation === undefined || index === 0 ? undefined : step.allocation % index,
    }));
    const drained = made.map((_, allocation): Step => ({
      ...initStep,
      index: made.length + allocation,
      kind: 'drain',
      allocation,
    }));
    const steps = drains ? [...made, ...drained] : made;
    return {
      program: { world, words: new Int32Array(0) },
      steps,
      extents: ends
        .map(([step, end]) => ({
          step: step % steps.length,
          region: { start: 0n, end },
          footprintBytes: undefined,
          demandedBytes: 0n,
          hostRefusedBytes: 0n,
        }))
        .sort((a, b) => a.step - b.step),
      damages: [],
      death: death === undefined ? undefined : { ...death, step: steps.length - 1 },
      skipped: 0,
      checks: { content: 0, zeroed: 0, reallocKept: 0, outside: 0, usable: 0 },
    };
  });

const initStep: Step = {
  index: 0,
  request: -1,
  kind: 'init',
  entry: 'plain',
  align: 1n,
  thread: 0,
  allocation: undefined,
  size: 0n,
  second: 0n,
  outcome: { kind: 'done', address: 0n },
  untouched: 'no',
};

test('made-up executions are counted as they are tallied, and reach every goal', () => {
  const total = countsOf();
  const counters = contexts.map((context) => new CoverageCounter(context, everyGoal));
  fc.assert(
    fc.property(anyExecution, (execution) => {
      const batch = encodeExecution(execution);
      const { program } = execution;
      expect(decodeExecution(batch, 0, program).steps).toEqual(execution.steps);
      contexts.forEach((context, index) => {
        const counts = countsOf();
        counters[index].count(batch, 0, program.world, counts);
        compareCoverage(execution, context, everyGoal, counts);
        counts.forEach((count, goal) => (total[goal] += count));
      });
    }),
    { numRuns: 1_500, seed: 8 },
  );
  expect(everyGoal.filter(({ index }) => total[index] === 0).map(({ id }) => id)).toEqual([]);
});

test('a count that differs from the tally ends the run as a bug of the tool', () => {
  const [context] = contexts;
  const [execution] = fc.sample(anyExecution, { numRuns: 1, seed: 1 });
  const counts = countsOf();
  counts[0] = 1_000;
  expect(() => compareCoverage(execution, context, everyGoal, counts)).toThrow(
    /answered\.alloc is counted 1000 times and reached \d+ times, on /,
  );
});
