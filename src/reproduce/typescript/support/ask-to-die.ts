import { callSubject } from './call-subject.js';
import { say } from './say.js';
import { current, wrong } from './wrong.js';

/** Makes a request that no subject may survive. */
export function askToDie(step: number, request: string, call: () => unknown): never {
  Object.assign(current, { step, request });
  try {
    callSubject(call);
  } catch {
    say('the violation does not show');
    process.exit(0);
  }
  wrong('must give up and does not');
}
