import { lastStepOf, type Execution } from '../src/core/execution.js';
import { property } from './property.js';

/** After all is freed, the region is as good as new. */
export const fullReclaim = property({
  id: 'full-reclaim',
  claim:
    'After all is freed, the largest grant of a fresh region can be had again, whatever ' +
    'the order of frees.',
  formula:
    'calibrate: alloc(F) granted on a fresh region; drained: program, free of all live ' +
    'in some order, alloc(F) implies granted',
  why:
    'A block that coalesces with one neighbour only, or a split remainder that is ' +
    'forgotten, loses memory that no single answer shows.',
  source: 'linked_list_allocator fuzz target; Mesa vma_random_test',
  clause: (contract) => (contract.reclaims === 'everything' ? 'reclaims' : undefined),
  evidence: ['notReclaimed'],
  countedBy: 'specification',
  needs: [
    { role: 'calibrate', why: 'the largest single grant of a fresh region' },
    { role: 'drained', why: 'the same request again when all is freed, in one or more orders' },
  ],
  checkTrial(trial) {
    const calibrate = trial.others.find((other) => other.role === 'calibrate')?.execution;
    const largest = calibrate && lastStepOf(calibrate);
    if (calibrate === undefined || largest?.outcome.kind !== 'granted') return 'notExercised';
    let judged = false;
    for (const { role, execution } of trial.others) {
      const again = lastStepOf(execution);
      if (role !== 'drained' || execution.death !== undefined || again?.size !== largest.size)
        continue;
      if (again.kind !== 'alloc') continue;
      if (owesLess(execution, calibrate)) continue;
      judged = true;
      if (again.outcome.kind !== 'refused') continue;
      return {
        property: 'full-reclaim',
        clause: 'reclaims',
        step: trial.main.steps.length - 1,
        evidence: { kind: 'notReclaimed', largestBytes: largest.size, align: largest.align },
      };
    }
    return judged ? 'holds' : 'notExercised';
  },
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
