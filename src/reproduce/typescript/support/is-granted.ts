import { REFUSING_NUMBER } from './settings.js';
import { wrong } from './wrong.js';

const refusals: readonly unknown[] = [null, undefined, REFUSING_NUMBER];

export function isGranted(answer: unknown): answer is number {
  if (refusals.some((refusal) => refusal === answer)) return false;
  if (Number.isSafeInteger(answer) && Number(answer) >= 0) return true;
  wrong(`answers ${String(answer)}, which is no address`);
}
