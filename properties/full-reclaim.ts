import type { EvidenceOf, Finding } from '../src/core/evidence.js';
import { lastStepOf, type Execution, type Step } from '../src/core/execution.js';
import { lastIsRefusedByNumber } from '../src/core/host-refused.js';
import { requestCount } from '../src/core/program.js';
import type { Trial } from '../src/core/trial.js';
import { property, type Judgement } from './property.js';

/** After all is freed, the region is as good as new. */
export const fullReclaim = property({
  id: 'full-reclaim',
  claim:
    'After all is freed, the largest grant of a fresh region can be had again, whatever ' +
    'the order of frees, and as many grants where it holds several.',
  formula:
    'calibrate: alloc(F) granted on a fresh region; drained: program, free of all live ' +
    'in some order, alloc(F) implies granted; where a fresh region of fixed length grants F twice, ' +
    'as many of F and of the smallest size, each until refused; where the host refuses calls by their ' +
    'number, F is the largest that the program was granted itself, unless refused by the host again',
  why:
    'A block that coalesces with one neighbour only, or a split remainder that is ' +
    'forgotten, loses memory that no single answer shows.',
  source: 'linked_list_allocator fuzz target; Mesa vma_random_test',
  clause: (contract) => (contract.reclaims === 'everything' ? 'reclaims' : undefined),
  evidence: ['notReclaimed', 'fewerGrants'],
  ofWholeProgram: ['notReclaimed', 'fewerGrants'],
  countedBy: 'specification',
  needs: [
    { role: 'calibrate', why: 'the largest single grant of a fresh region' },
    { role: 'drained', why: 'the same request again when all is freed, in one or more orders' },
    { role: 'counted', why: 'how many of the largest and smallest grants a fresh region holds' },
    { role: 'recounted', why: 'the same count when all is freed' },
  ],
  checkTrial(trial) {
    const [largest, counts] = [judgeLargest(trial), judgeCounts(trial)];
    return largest === 'notExercised' || (largest === 'holds' && counts !== 'notExercised')
      ? counts
      : largest;
  },
});

type Shown = 'notReclaimed' | 'fewerGrants';

/** The largest grant of a fresh region, asked for once all is freed. */
function judgeLargest(trial: Trial): Judgement<Shown> {
  const calibrate = trial.others.find((other) => other.role === 'calibrate')?.execution;
  const largest = calibrate && lastStepOf(calibrate);
  if (calibrate === undefined || largest?.outcome.kind !== 'granted') return 'notExercised';
  let judged = false;
  for (const { role, execution } of trial.others) {
    const again = lastStepOf(execution);
    if (role !== 'drained' || execution.death !== undefined || again?.size !== largest.size)
      continue;
    if (again.kind !== 'alloc') continue;
    if (owesLess(execution, calibrate) || lastIsRefusedByNumber(execution)) continue;
    judged = true;
    if (again.outcome.kind !== 'refused') continue;
    return broken(trial, {
      kind: 'notReclaimed',
      largestBytes: largest.size,
      align: largest.align,
    });
  }
  return judged ? 'holds' : 'notExercised';
}

/**
 * How many of the largest and of the smallest grants there are once all is freed. Where the largest is
 * one slot of many, a slot that is lost shows in nothing else.
 */
function judgeCounts(trial: Trial): Judgement<Shown> {
  const fresh = trial.others.find((other) => other.role === 'counted')?.execution;
  const again = trial.others.find((other) => other.role === 'recounted')?.execution;
  if (fresh === undefined || again === undefined) return 'notExercised';
  if (fresh.death !== undefined || again.death !== undefined || owesLess(again, fresh))
    return 'notExercised';
  let judged = false;
  for (const fromEnd of FILLS_FROM_END) {
    const before = fillOf(fresh, fromEnd);
    const after = fillOf(again, fromEnd);
    const freshGrants = granted(before);
    const grants = granted(after);
    // A fill that ended without a refusal was not asked for more.
    if (freshGrants === 0 || freshGrants === before.length) continue;
    judged = true;
    if (grants >= freshGrants || grants === after.length) continue;
    return broken(trial, { kind: 'fewerGrants', unitBytes: before[0].size, freshGrants, grants });
  }
  return judged ? 'holds' : 'notExercised';
}

/** The fills of a count among its last requests: of the largest, and of the smallest. */
const FILLS_FROM_END = [3, 1] as const;

const fillOf = ({ program, steps }: Execution, fromEnd: number): readonly Step[] => {
  const request = requestCount(program) - fromEnd;
  return steps.filter((step) => step.kind === 'fill' && step.request === request);
};

const granted = (steps: readonly Step[]): number =>
  steps.filter(({ outcome }) => outcome.kind === 'granted').length;

const broken = (trial: Trial, evidence: EvidenceOf<Shown>): Finding<EvidenceOf<Shown>> => ({
  property: 'full-reclaim',
  clause: 'reclaims',
  step: trial.main.steps.length - 1,
  evidence,
});

/**
 * A region that was made smaller owes less than a fresh one, whatever was added to it since: a rest may
 * be too short for a block of its own, and a piece that was appended need not be joined.
 */
function owesLess(drained: Execution, calibrate: Execution): boolean {
  const lengths = drained.extents.map(({ region }) => region.end - region.start);
  const [first = 0n] = lengths;
  const last = lengths.at(-1) ?? 0n;
  return last < endLength(calibrate) || lengths.some((length) => length < first);
}

function endLength({ extents }: Execution): bigint {
  const region = extents.at(-1)?.region;
  return region === undefined ? 0n : region.end - region.start;
}
