import { callSubject } from './call-subject.js';
import { LAWFUL_TRAPS } from './settings.js';
import { current, wrong } from './wrong.js';

/** Makes one request. An exception refuses only where the contract says so. */
export function ask(step: number, request: string, call: () => unknown): unknown {
  Object.assign(current, { step, request });
  try {
    return callSubject(call);
  } catch (error) {
    const told = error instanceof Error ? error.message : String(error);
    if (LAWFUL_TRAPS.some((part) => told.includes(part))) return null;
    wrong(`throws ${String(error)}`);
  }
}
