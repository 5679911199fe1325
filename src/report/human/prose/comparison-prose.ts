import type { TrialRole } from '../../../core/trial.js';
import type { Contradiction } from '../contradiction.js';
import type { EvidenceOf } from '../../../core/evidence.js';
import { answerPhrase } from '../outcome-text.js';
import type { Scene } from '../scene.js';
import { say } from './say.js';

const roleTexts: Readonly<Record<TrialRole, string>> = {
  main: 'the same program',
  again: 'the same program on another fresh region',
  withoutRefused: 'the same program without the requests that were refused',
  calibrate: 'a fresh region',
  drained: 'the program with everything freed at its end',
  counted: 'a fresh region that is filled',
  recounted: 'the program with everything freed, then filled',
  beforeRefusal: 'the program up to the refusal',
  afterRefusal: 'the program with the refusal',
  rounds: 'the program repeated',
};

/** Two executions that must answer alike and do not. */
export function differs(evidence: EvidenceOf<'differs'>, scene: Scene): Contradiction {
  return {
    then: say`${roleTexts[evidence.role]} answers the same, as offsets from the region base.`,
    however: [
      ...say`step ${scene.finding.step} answered ${evidence.answer}, and step ${evidence.otherStep} of `,
      ...say`${roleTexts[evidence.role]} answered ${evidence.otherAnswer}.`,
    ],
    picture: [],
  };
}

/** An address that is not the one of the declared placement policy. */
export function misplaced(evidence: EvidenceOf<'misplaced'>, scene: Scene): Contradiction {
  const { expected, outcome } = evidence;
  const must =
    expected === undefined ? 'refuses it' : say`grants it at ${scene.token.address(expected)}`;
  return {
    then: say`the declared placement policy ${must}.`,
    however: say`step ${scene.finding.step} ${answerPhrase(outcome, scene)}.`,
    picture:
      expected === undefined || outcome.kind !== 'granted' || scene.step === undefined
        ? []
        : [
            {
              label: 'policy',
              range: { start: expected, end: expected + scene.step.size },
              mark: '=',
            },
            {
              label: 'granted',
              range: { start: outcome.address, end: outcome.address + scene.step.size },
              mark: '!',
            },
          ],
  };
}
