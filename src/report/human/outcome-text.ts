import { requestedBytes } from '../../../models/interval-model.js';
import type { Step, StepOutcome } from '../../core/execution.js';
import { bytes, proseText, say, type Prose } from './prose/say.js';
import type { Scene, SceneNames } from './scene.js';

/** What a step answered, as a reader would say it: `granted [0, 32)`, `refused`. */
export const outcomeText = (step: Step, names: SceneNames): string =>
  proseText(outcomeProse(step, names));

/** The same as a sentence with tokens. */
export function outcomeProse(step: Step, names: SceneNames): Prose {
  const { outcome } = step;
  if (outcome.kind === 'granted') {
    const end = outcome.address + requestedBytes(step);
    return say`granted ${names.token.range({ start: outcome.address, end })}`;
  }
  if (outcome.kind === 'done' && step.kind === 'usable') return say`answered ${bytes(step.second)}`;
  return [answerText(outcome, names)];
}

/** An outcome without its request. */
export function answerText(outcome: StepOutcome, names: SceneNames): string {
  switch (outcome.kind) {
    case 'granted':
      return `granted ${names.address(outcome.address)}`;
    case 'refused':
      return 'refused';
    case 'done':
      return 'done';
    case 'rejected':
      return 'rejected';
    case 'faulted':
      return 'died';
    case 'misencoded':
      return 'answered no address';
    case 'pending':
      return 'never returned';
  }
}

/** The same as what a step did, for prose: "step 3 accepted it". */
export function answerPhrase(outcome: StepOutcome, scene: Scene): Prose {
  switch (outcome.kind) {
    case 'granted':
      return say`granted it at ${scene.token.address(outcome.address)}`;
    case 'done':
      return say`accepted it`;
    case 'refused':
    case 'rejected':
      return say`${outcome.kind} it`;
    default:
      return say`${answerText(outcome, scene)}`;
  }
}
