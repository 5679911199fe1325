import { finding } from './moment.js';
import { property } from './property.js';

/** Addresses are exactly those of the declared policy. */
export const placement = property({
  id: 'placement',
  claim: 'Addresses are exactly those of the declared placement policy.',
  formula: 'granted(a, size, align) implies a = policy(live intervals, size, align)',
  why:
    'For teaching allocators, firmware pools and ports to another language: the model is ' +
    'so small that it can be checked by eye. Sizes of zero are left out.',
  source: 'Knuth, The Art of Computer Programming, 2.5 (first fit)',
  clause: (contract) => (contract.placement === undefined ? undefined : 'placement'),
  evidence: ['misplaced'],
  countedBy: 'judges',
  onceBroken: 'ends',
  checkStep(moment) {
    const { expected, step } = moment;
    if (expected?.kind !== 'at' || step.outcome.kind !== 'granted') return 'notExercised';
    if (step.outcome.address === expected.address) return 'holds';
    return finding(moment, 'placement', 'placement', {
      kind: 'misplaced',
      expected: expected.address,
      outcome: step.outcome,
    });
  },
});
