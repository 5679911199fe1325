import { HANG_SECONDS } from './settings.js';
import { wrong } from './wrong.js';
import { runInNewContext } from 'node:vm';

/** The only way to end a call that does not come back. */
export function callSubject(call: () => unknown): unknown {
  try {
    return runInNewContext('call()', { call }, { timeout: HANG_SECONDS * 1_000 });
  } catch (error) {
    const isLate = (error as { code?: unknown } | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
    if (isLate) wrong('does not come back');
    throw error;
  }
}
