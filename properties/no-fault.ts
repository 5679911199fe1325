import type { Moment } from './each-moment.js';
import { gaveUpLawfully, lawfulTrap } from './lawful-end.js';
import { asksForMemory, finding } from './moment.js';
import { property } from './property.js';

/** The allocator answers. */
export const noFault = property({
  id: 'no-fault',
  claim: 'No trap, signal, abort, exception, exit or hang.',
  formula: 'every lawful request returns, unless the contract lets it refuse by a trap',
  why:
    'A corrupt free list walks in circles or off the map; both are ordinary outcomes ' +
    'here, found at their exact step and shrunk like any other. Slow is not hung: a hang ' +
    'is confirmed alone with ten times the limit.',
  source: 'C17 7.22.3 (functions return)',
  clause: () => 'requests',
  evidence: ['fault'],
  countedBy: 'judges',
  onceBroken: 'ends',
  checkStep(moment) {
    const { death, step, contract } = moment;
    if (death === undefined) return 'holds';
    if (death.phase !== 'call' || lawfulTrap(moment)) return 'notExercised';
    if (gaveUpLawfully(moment)) return 'notExercised';
    if (step.kind === 'deallocInvalid' || step.kind === 'deallocNull') {
      const answers: Readonly<Record<string, string>> = contract.free;
      if (Object.values(answers).includes('abort')) return 'notExercised';
    }
    return finding(moment, 'no-fault', clauseOf(moment), {
      kind: 'fault',
      request: step.kind,
      death,
    });
  },
});

/** What is lawful to ask is answered. Where a trap may refuse memory, `refusal` says which ones do. */
function clauseOf(moment: Moment): 'refusal' | 'requests' {
  const { refusal } = moment.contract;
  return refusal === 'trap' && asksForMemory(moment) ? 'refusal' : 'requests';
}
