import { findLive } from '../models/interval-model.js';
import type { Moment } from './each-moment.js';
import { finding, holderOf } from './moment.js';
import { property } from './property.js';

/** Nobody but its owner writes to a live block. */
export const contentPreserved = property({
  id: 'content-preserved',
  claim: 'No byte of a live allocation changes but by its owner.',
  formula: 'for live A, offset i < A.size: byte(A, i) = pattern(A, generation, i)',
  why:
    'Most corrupted heaps answer sane addresses for a long time. The pattern depends on ' +
    'block, generation and position: one fill byte for all blocks would hide overlaps ' +
    'and shifted copies.',
  source: 'C17 7.22.3 (an object keeps its last-stored value throughout its lifetime, 6.2.4)',
  clause: (_contract, subject) => (subject.hasMemory ? 'requests' : undefined),
  evidence: ['damage'],
  countedBy: { observer: 'content' },
  onceBroken: 'ends',
  checkStep(moment) {
    for (const damage of moment.damages) {
      const victim = findLive(moment.after, damage.allocation);
      if (damage.aspect !== 'content' || victim?.latestRefusedRealloc === true) continue;
      return finding(moment, 'content-preserved', 'requests', {
        kind: 'damage',
        damage,
        victim: victim && holderOf(victim),
        blamedStep: blamed(moment),
      });
    }
    return 'notExercised';
  },
});

/** Only where every step is read back is the step of the sighting the step of the deed. */
export function blamed(moment: Moment): number | undefined {
  return moment.everyStepRead ? moment.step.index : undefined;
}
