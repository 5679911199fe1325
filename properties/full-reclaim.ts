import type { Trial } from '../src/core/trial.js';
import type { JudgeContext, Judgement, Property } from './property.js';

/** After all is freed, the region is as good as new. */
export const fullReclaim: Property = {
  id: 'full-reclaim',
  claim:
    'After all is freed, the largest grant of a fresh region can be had again, whatever the order of frees.',
  formula:
    'calibrate: alloc(F) granted on a fresh region; drained: program, free of all live in some order, alloc(F) implies granted',
  why: 'A block that coalesces with one neighbour only, or a split remainder that is forgotten, loses memory that no single answer shows.',
  source: 'linked_list_allocator fuzz target; Mesa vma_random_test; SEMANTICS S24',
  clause: (contract) => (contract.reclaims === 'everything' ? 'reclaims' : undefined),
  checkTrial(trial: Trial, _context: JudgeContext): Judgement {
    const calibrate = trial.others.find((other) => other.role === 'calibrate')?.execution;
    const drained = trial.others.find((other) => other.role === 'drained')?.execution;
    const largest = calibrate?.steps.at(-1);
    const again = drained?.steps.at(-1);
    if (
      largest?.outcome.kind !== 'granted' ||
      drained === undefined ||
      again?.size !== largest.size
    ) {
      return 'notExercised';
    }
    if (drained.death !== undefined || again.kind !== 'alloc') return 'notExercised';
    if (again.outcome.kind !== 'refused') return 'holds';
    return {
      property: 'full-reclaim',
      clause: 'reclaims',
      step: trial.main.steps.length - 1,
      evidence: { kind: 'notReclaimed', largestBytes: largest.size, align: largest.align },
    };
  },
};
