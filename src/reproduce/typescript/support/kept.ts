import { isGranted } from './is-granted.js';
import { region } from './subject.js';
import { wrong } from './wrong.js';

let theKept: number | undefined;
const offsetOf = (answer: unknown): number => (isGranted(answer) ? answer - region().base : -1);
export function kept(answer: unknown): unknown {
  theKept = offsetOf(answer);
  return answer;
}
export function asKept(answer: unknown): unknown {
  const offset = offsetOf(answer);
  if (offset !== theKept) {
    wrong(`answered offset ${offset}, but ${String(theKept)} before (-1 is a refusal)`);
  }
  return answer;
}
