import { isGranted } from './is-granted.js';
import { wrong } from './wrong.js';

export function refused(answer: unknown, because: string): void {
  if (isGranted(answer)) wrong(`granted at ${answer}, but must be refused: ${because}`);
}
