import type { Step } from '../src/core/execution.js';

/** What was answered, comparable between regions: a grant as its offset from the base. */
export function answerOf(step: Step, base: bigint): string {
  const { outcome } = step;
  switch (outcome.kind) {
    case 'granted':
      return step.size === 0n ? 'granted' : `offset ${(outcome.address - base).toString()}`;
    case 'done':
      return step.kind === 'usable' ? `usable ${step.second.toString()}` : 'done';
    default:
      return outcome.kind;
  }
}
