import { wrong } from './wrong.js';

export function mustBeRejected(answer: unknown): void {
  if (answer !== false) wrong('accepted, but must be rejected');
}
