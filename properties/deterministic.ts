import { answerOf } from './answer.js';
import { property } from './property.js';

/** The same program on a fresh region gives the same answers. */
export const deterministic = property({
  id: 'deterministic',
  claim: 'The same program on a fresh region gives the same answers.',
  formula:
    'for every step n: answer(main, n) = answer(again, n), addresses as offsets from the base',
  why:
    'Firmware and reproducible builds count on it. Unjudged unless claimed: hardened ' +
    'allocators randomise on purpose. Both regions have the same base, where allocert gives them.',
  source: 'MISRA C:2012 Dir 4.12 rationale',
  clause: (contract) => (contract.deterministic === 'claimed' ? 'deterministic' : undefined),
  evidence: ['differs'],
  countedBy: 'specification',
  needs: [{ role: 'again', why: 'compared with the main execution, answer by answer' }],
  checkTrial(trial) {
    const again = trial.others.find((other) => other.role === 'again')?.execution;
    if (again === undefined) return 'notExercised';
    const base = trial.main.extents.at(0)?.region.start ?? 0n;
    const otherBase = again.extents.at(0)?.region.start ?? 0n;
    const steps = Math.max(trial.main.steps.length, again.steps.length);
    for (let index = 0; index < steps; index++) {
      const step = trial.main.steps.at(index);
      const other = again.steps.at(index);
      const answer = step === undefined ? 'nothing' : answerOf(step, base);
      const otherAnswer = other === undefined ? 'nothing' : answerOf(other, otherBase);
      if (answer === otherAnswer) continue;
      return {
        property: 'deterministic',
        clause: 'deterministic',
        step: Math.min(index, trial.main.steps.length - 1),
        evidence: { kind: 'differs', role: 'again', otherStep: index, answer, otherAnswer },
      };
    }
    return 'holds';
  },
});
