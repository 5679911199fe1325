import { overlapping } from '../models/live-intervals.js';
import { finding, grantOf, holderOf, intersection } from './moment.js';
import { property } from './property.js';

/** Live allocations share no byte. */
export const noOverlap = property({
  id: 'no-overlap',
  claim: 'Live allocations share no byte, neither one byte nor all of them.',
  formula: 'for live A and B, A not B: A.end <= B.start or B.end <= A.start',
  why:
    'Ranges are half-open: a block that ends where the next begins is lawful. A test ' +
    'that only looks at end points misses the new block that encloses a live one. A ' +
    'victim whose latest request was a refused realloc is told by realloc-preserves.',
  source: 'C17 7.22.3 (each allocation yields an object disjoint from any other)',
  clause: () => 'requests',
  evidence: ['overlap'],
  countedBy: 'judges',
  onceBroken: 'ends',
  checkStep(moment) {
    const granted = grantOf(moment);
    if (granted === undefined || granted.requestedBytes === 0n) return 'notExercised';
    const victims = overlapping(moment.before, granted.range, granted.old?.allocation);
    const victim = victims.find((interval) => !interval.latestRefusedRealloc);
    if (victim === undefined) return victims.length > 0 ? 'notExercised' : 'holds';
    return finding(moment, 'no-overlap', 'requests', {
      kind: 'overlap',
      grant: granted,
      live: holderOf(victim),
      shared: intersection(granted.range, victim.range),
    });
  },
});
