import { isGranted } from './is-granted.js';
import { wrong } from './wrong.js';

export function granted(answer: unknown, because: string): unknown {
  if (!isGranted(answer)) wrong(`refused, but must be granted: ${because}`);
  return answer;
}
