import { ExitCode } from '../core/exit-code.js';

/**
 * Turns Ctrl-C into a signal: once, what is known so far is reported; twice, the process ends at
 * once. `release` gives Ctrl-C back.
 */
export function interruptSignal(): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(ExitCode.interrupted);
    process.stderr.write(
      '\nallocert: interrupted; reporting what is known. Again to stop at once.\n',
    );
    controller.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return {
    signal: controller.signal,
    release: () => {
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
    },
  };
}
