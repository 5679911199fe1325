import { AllocertError, ToolBugError } from '../core/errors.js';
import { ExitCode, type ExitCodeValue } from '../core/exit-code.js';

/**
 * Tells an error on standard error and answers its exit code: one message for the user's mistakes,
 * and for ours what to do, with the stack only where ALLOCERT_DEBUG=1 asks for it.
 */
export function printError(error: unknown): ExitCodeValue {
  if (error instanceof AllocertError && !(error instanceof ToolBugError)) {
    process.stderr.write(`allocert: ${error.message}\n`);
    return error.exitCode;
  }
  const thrown = error instanceof Error ? error : new Error(String(error));
  process.stderr.write(
    `allocert: this is a bug of allocert: ${thrown.message.split('\n', 1)[0]}\n` +
      'Please report it in the issue tracker of allocert with this command line and the seed; ' +
      'ALLOCERT_DEBUG=1 shows the stack.\n',
  );
  if (process.env['ALLOCERT_DEBUG'] === '1') process.stderr.write(`${thrown.stack ?? ''}\n`);
  return ExitCode.toolBug;
}
