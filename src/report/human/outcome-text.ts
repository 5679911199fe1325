import { requestedBytes } from '../../../models/interval-model.js';
import type { Step, StepOutcome } from '../../core/execution.js';
import { bytesText } from './number-text.js';
import { say, type Prose } from './prose/say.js';
import type { Scene } from './scene.js';

/** What a step answered, as a reader would say it: `granted [0, 32)`, `refused`. */
export function outcomeText(step: Step, scene: Scene): string {
  const { outcome } = step;
  if (outcome.kind === 'granted') {
    const bytes = requestedBytes(step);
    return `granted ${scene.range({ start: outcome.address, end: outcome.address + bytes })}`;
  }
  if (outcome.kind === 'done' && step.kind === 'usable')
    return `answered ${bytesText(step.second)}`;
  return answerText(outcome, scene);
}

/** An outcome without its request. */
export function answerText(outcome: StepOutcome, scene: Scene): string {
  switch (outcome.kind) {
    case 'granted':
      return `granted ${scene.address(outcome.address)}`;
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
