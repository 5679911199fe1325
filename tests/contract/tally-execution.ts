import { preset } from '../../dist/src/contract/document/parse-contract.js';
import type { Contract } from '../../dist/src/contract/document/contract-schema.js';
import type { Execution, Step } from '../../dist/src/core/execution.js';
import { defaultWorld, type World } from '../../dist/src/core/world.js';
import { termsOf } from '../../dist/src/contract/terms/terms.js';
import { compareCoverage } from '../../dist/src/judge/compare-coverage.js';
import { CoverageCounter } from '../../dist/src/judge/coverage-counter.js';
import { tallyCoverage } from '../../dist/src/judge/tally-coverage.js';
import type { SubjectDescription } from '../../dist/src/core/subject-description.js';
import { encodeExecution } from '../support/encode-execution.js';
import { countsOf, everyGoal } from '../support/every-goal.js';
import { describeSubject } from './describe-subject.js';

/** A step as a test writes it; what it leaves out is what most steps have. */
export type StepDraft = Partial<Step> & Pick<Step, 'kind' | 'outcome'>;

export interface ExecutionDraft {
  readonly steps: readonly StepDraft[];
  readonly world?: Partial<World>;
  readonly death?: Execution['death'];
  /** Length of the region, which starts at 0; none: not known. */
  readonly regionBytes?: bigint;
}

/**
 * The goals that a hand-made execution reaches, by id, and as often by the count over its record.
 * Step 0 is init; drafts start at step 1.
 */
export function tallyExecution(
  draft: ExecutionDraft,
  contract: Contract = preset('pool'),
  subject: SubjectDescription = describeSubject(),
): Record<string, number> {
  const init: StepDraft = { kind: 'init', outcome: { kind: 'done', address: 0n } };
  const steps = [init, ...draft.steps].map((step, index): Step => ({
    index,
    request: index - 1,
    entry: 'plain',
    align: 1n,
    thread: 0,
    allocation: undefined,
    size: 0n,
    second: 0n,
    untouched: 'no',
    ...step,
  }));
  const end = draft.regionBytes ?? BigInt(Number.MAX_SAFE_INTEGER);
  const execution: Execution = {
    program: {
      world: { ...defaultWorld, observe: 'edges', ...draft.world },
      words: new Int32Array(0),
    },
    steps,
    extents: [
      {
        step: 0,
        region: { start: 0n, end },
        footprintBytes: undefined,
        demandedBytes: 0n,
        hostRefusedBytes: 0n,
      },
    ],
    damages: [],
    death: draft.death,
    skipped: 0,
    checks: { content: 0, zeroed: 0, reallocKept: 0, outside: 0, usable: 0 },
  };
  const context = { contract, subject, terms: termsOf(contract, subject) };
  const counts = countsOf();
  const { world } = execution.program;
  new CoverageCounter(context, everyGoal).count(encodeExecution(execution), 0, world, counts);
  compareCoverage(execution, context, everyGoal, counts);
  return Object.fromEntries(tallyCoverage(execution, context));
}

/** A grant of `size` bytes at an address. */
export const alloc = (address: bigint, size: bigint, more: Partial<Step> = {}): StepDraft => ({
  kind: 'alloc',
  size,
  outcome: { kind: 'granted', address },
  ...more,
});

/** The free of the block that step `allocation` granted. */
export const dealloc = (allocation: number): StepDraft => ({
  kind: 'dealloc',
  allocation,
  outcome: { kind: 'done', address: 0n },
});

/** A realloc of the block that step `allocation` granted first. */
export const realloc = (allocation: number, address: bigint, size: bigint): StepDraft => ({
  kind: 'realloc',
  allocation,
  size,
  outcome: { kind: 'granted', address },
});
