import type { CallShape } from '../core/call-shape.js';
import { UsageError } from '../core/errors.js';
import type { Evidence, Finding } from '../core/evidence.js';
import type { Execution } from '../core/execution.js';
import { requestCount, requestsOf, type Program } from '../core/program.js';
import { DRAIN_ROUNDS, RequestKind } from '../core/request-kind.js';
import type { Trial, TrialRole } from '../core/trial.js';
import { regionBase } from '../witness/region-base.js';
import { headComment } from './head-comment.js';
import { makeActs, type Acts, type ActsContext } from './make-acts.js';
import type { Act, BlockName, Reproduction, Run } from './reproduction.js';

/** What was replayed, and how its subject is called. */
export interface ReproductionInput extends ActsContext {
  readonly trial: Trial;
  /** What the program is to show; undefined where nothing is broken. */
  readonly finding: Finding | undefined;
  readonly calls: CallShape;
  /** The line that replays it with allocert. */
  readonly command: string;
}

/**
 * What a program must ask and check to show a finding by itself. Most are shown by the main
 * execution; those of whole trials need a second one, on a fresh subject.
 *
 * @throws UsageError where a finding cannot be shown outside of allocert.
 */
export function makeReproduction(input: ReproductionInput): Reproduction {
  const { trial, terms, finding } = input;
  const runs = runsOf(input);
  const blocks = new Map<string, BlockName>();
  for (const run of runs) for (const block of run.blocks) blocks.set(block.name, block);
  const { world } = trial.main.program;
  return {
    comment: headComment(input, finding),
    locator: input.subject.locator,
    calls: input.calls,
    world,
    reserveBytes: terms.region.reserveBytes,
    limitBytes: terms.growable ? world.limitBytes : 0,
    refusal: terms.refusal,
    refusalErrors: terms.refusalErrors,
    hangs: trial.main.death?.fault === 'hang',
    uniqueZeroSize: terms.zeroSizeUnique,
    reallocInPlace: terms.reallocInPlaceOnly,
    reallocToZeroFrees: terms.reallocToZeroEnds,
    usableWritable: terms.usableWritable,
    blocks: [...blocks.values()],
    runs: runs.map(({ run }) => run),
  };
}

interface MadeRun {
  readonly run: Run;
  readonly blocks: readonly BlockName[];
}

function runsOf(input: ReproductionInput): MadeRun[] {
  const { trial, finding } = input;
  const { main } = trial;
  const evidence = finding?.evidence;
  switch (evidence?.kind) {
    case 'notReclaimed': {
      const drained = executionWith(trial, 'drained', refusesLast);
      const isCounted = main.program.world.hostRefusesFrom > 0;
      const premise = isCounted ? 'This was granted once.' : 'A fresh region grants this.';
      return [
        lastGranted(input, executionWith(trial, 'calibrate'), premise, true),
        lastGranted(input, drained, 'When all is freed, it must be granted again.', false),
      ];
    }
    case 'fewerGrants':
      return [
        lastGranted(
          input,
          untilFilled(executionWith(trial, 'counted'), evidence),
          'A fresh region grants this many.',
          true,
        ),
        lastGranted(
          input,
          untilFilled(executionWith(trial, 'recounted'), evidence),
          'When all is freed, as many must be granted again.',
          false,
        ),
      ];
    case 'refusalChangedCapacity':
      return [
        lastGranted(input, executionWith(trial, 'beforeRefusal'), 'Without the refusal.', true),
        lastGranted(input, executionWith(trial, 'afterRefusal'), 'With the refusal.', false),
      ];
    case 'differs':
      return comparedRuns(input, evidence);
    case 'leak':
      return [leakRun(input, evidence)];
    default:
      return [made(main, makeActs(main, finding, input))];
  }
}

const refusesLast = ({ steps }: Execution): boolean => steps.at(-1)?.outcome.kind === 'refused';

/** The execution up to the first request of its fill that the region with fewer grants refuses. */
function untilFilled(
  execution: Execution,
  { unitBytes, grants }: Evidence & { readonly kind: 'fewerGrants' },
): Execution {
  const fills = execution.steps.filter(({ kind, size }) => kind === 'fill' && size === unitBytes);
  const request = fills.at(-1)?.request ?? -1;
  const last = fills.filter((step) => step.request === request).at(grants);
  return { ...execution, steps: execution.steps.slice(0, (last?.index ?? 0) + 1) };
}

/** Whether most rounds of an execution are not recorded; see DRAIN_ROUNDS. */
const hasRounds = ({ program }: Execution): boolean => drainsWithRounds(program) > 0;

const drainsWithRounds = (program: Program): number =>
  requestsOf(program).filter(
    ({ kind, size }) => kind === RequestKind.drain && size.offset === DRAIN_ROUNDS,
  ).length;

function executionWith(
  trial: Trial,
  role: TrialRole,
  fits: (execution: Execution) => boolean = () => true,
): Execution {
  const found = trial.others.find((other) => other.role === role && fits(other.execution));
  if (found !== undefined && role !== 'rounds' && hasRounds(found.execution)) {
    throw new UsageError(
      'what is lost shows after thousands of rounds only, which are not written as a program; ' +
        'replay the witness with allocert',
    );
  }
  if (found !== undefined) return found.execution;
  throw new UsageError(`the trial has no ${role} execution, so it cannot be written as a program`);
}

function made(execution: Execution, { acts, blocks }: Acts, changed: Partial<Run> = {}): MadeRun {
  const base = regionBase(execution);
  const place = base - (base % 65_536n);
  const run = {
    purpose: '',
    acts,
    place,
    rounds: 1,
    isPremise: false,
    mostFootprintBytes: undefined,
  };
  return { run: { ...run, ...changed }, blocks };
}

/** A run whose last request must be granted. */
function lastGranted(
  input: ReproductionInput,
  execution: Execution,
  purpose: string,
  isPremise: boolean,
): MadeRun {
  const { acts, blocks } = makeActs(execution, undefined, input);
  const expected = { kind: 'granted', because: 'a fresh region grants as much' } as const;
  const changed = acts.map((act, index) =>
    index === acts.length - 1 ? { ...act, expected } : act,
  );
  return made(execution, { acts: changed, blocks }, { purpose, isPremise });
}

function comparedRuns(
  input: ReproductionInput,
  evidence: Evidence & { readonly kind: 'differs' },
): MadeRun[] {
  const { trial, finding } = input;
  const expecting = (acts: Acts, step: number | undefined, kind: 'kept' | 'asKept'): Acts => ({
    ...acts,
    acts: acts.acts.map((act): Act => (act.step === step ? { ...act, expected: { kind } } : act)),
  });
  const first = makeActs(trial.main, undefined, input);
  const other = executionWith(trial, evidence.role);
  const second = makeActs(other, undefined, input);
  return [
    made(trial.main, expecting(first, finding?.step, 'kept'), { purpose: 'The answer is kept.' }),
    made(other, expecting(second, evidence.otherStep, 'asKept'), {
      purpose: 'On a fresh region it must be the same.',
    }),
  ];
}

function leakRun(
  input: ReproductionInput,
  { rounds, boundBytes }: Evidence & { readonly kind: 'leak' },
): MadeRun {
  const execution = executionWith(input.trial, 'rounds');
  const { program } = execution;
  const drains = drainsWithRounds(program);
  // Of so many rounds one is written out; see DRAIN_ROUNDS.
  const written = drains === 0 ? rounds : drains;
  const requests = requestCount(program) / written;
  const { acts, blocks } = makeActs(
    { ...execution, steps: execution.steps.filter(({ request }) => request < requests) },
    undefined,
    input,
  );
  return made(execution, { acts, blocks }, { rounds, mostFootprintBytes: boundBytes });
}
