import { requestedBytes } from '../models/interval-model.js';
import { impossible } from './impossible.js';
import { gaveUpLawfully, lawfulTrap, wasRefused } from './lawful-end.js';
import { asksForMemory, finding, grantOf } from './moment.js';
import { property } from './property.js';

/** What cannot fit is refused. */
export const nullOnExhaustion = property({
  id: 'null-on-exhaustion',
  claim: 'What cannot fit is refused, never granted and never answered by a fault.',
  formula:
    'size > capacity - live, count * size > SIZE_MAX, size + align - 1 > SIZE_MAX, or ' +
    'refused by the exact model implies refused',
  why:
    'Arithmetic that wraps turns the largest requests into the smallest blocks. The ' +
    'bound is what nobody can hold, so overhead and fragmentation never matter.',
  source: 'C17 7.22.3 and 7.22.3.2; CVE-2002-0391 class (calloc overflow); Rust Layout size limits',
  clause: () => 'refusal',
  whyNotTested: ({ impossible }) => impossible,
  evidence: ['impossibleGrant', 'impossibleFault'],
  countedBy: 'judges',
  onceBroken: 'goesOn',
  checkStep(moment) {
    const resizing = moment.step.kind === 'resizeInPlace';
    if (!asksForMemory(moment) && !resizing) return 'notExercised';
    const bound = impossible(moment);
    if (bound === undefined) return 'notExercised';
    const granted = grantOf(moment);
    if (granted !== undefined) {
      return finding(moment, 'null-on-exhaustion', bound.clause, {
        kind: 'impossibleGrant',
        grant: granted,
        requestedBytes: requestedBytes(moment.step),
        boundBytes: bound.bytes,
        reason: bound.reason,
      });
    }
    if (wasRefused(moment) || moment.step.outcome.kind === 'refused') return 'holds';
    const { death } = moment;
    if (death?.phase !== 'call' || lawfulTrap(moment) || gaveUpLawfully(moment)) {
      return 'notExercised';
    }
    return finding(moment, 'null-on-exhaustion', 'refusal', {
      kind: 'impossibleFault',
      death,
      requestedBytes: requestedBytes(moment.step),
    });
  },
});
