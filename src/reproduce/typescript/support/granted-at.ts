import { isGranted } from './is-granted.js';
import { region } from './subject.js';
import { wrong } from './wrong.js';

export function grantedAt(answer: unknown, offset: number): unknown {
  if (!isGranted(answer)) wrong(`refused, but must be granted at offset ${offset}`);
  const at = answer - region().base;
  if (at !== offset) wrong(`granted at offset ${at}, but must be at ${offset}`);
  return answer;
}
