import { UsageError } from '../../dist/src/core/errors.js';

/** The message of the usage error that `act` throws. */
export function messageOf(act: () => unknown): string {
  try {
    act();
  } catch (thrown) {
    if (thrown instanceof UsageError) return thrown.message;
    throw thrown;
  }
  throw new Error('expected a UsageError, but nothing was thrown');
}
