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

/** The message of the usage error that a promise is rejected with. */
export async function rejectionOf(later: Promise<unknown>): Promise<string> {
  const thrown: unknown = await later.then(
    () => undefined,
    (error: unknown) => error,
  );
  return messageOf(() => {
    if (thrown !== undefined) throw thrown as Error;
  });
}
