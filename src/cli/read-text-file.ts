import { readFileSync, statSync } from 'node:fs';
import { UsageError } from '../core/errors.js';

/**
 * The text of a file that was named on the command line, as UTF-8. `what` is what it should hold, for
 * messages: "the contract". A device is refused, since some of them never end.
 *
 * @throws UsageError if it is missing, no file, or cannot be read
 */
export function readTextFile(path: string, what: string): string {
  if (path === '') throw new UsageError(`${what} has no name; give the path of a file`);
  try {
    const found = statSync(path);
    if (found.isDirectory()) throw new UsageError(`${path} is a folder; name ${what} in it`);
    if (found.isCharacterDevice() || found.isBlockDevice()) {
      throw new UsageError(`${path} is a device; name a file that holds ${what}`);
    }
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`cannot read ${what} ${path}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
