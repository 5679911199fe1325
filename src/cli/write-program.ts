import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { UsageError } from '../core/errors.js';

/**
 * Writes a program or trace where it was asked for: to a file, or to standard output.
 *
 * Written beside its place and renamed, so that nobody finds half of it.
 *
 * @throws UsageError where the file cannot be written.
 */
export function writeProgram(text: string, file: string | undefined): void {
  if (file === undefined) {
    process.stdout.write(text);
    return;
  }
  const partial = `${file}.${process.pid}.partial`;
  try {
    writeFileSync(partial, text);
    renameSync(partial, file);
  } catch (error) {
    rmSync(partial, { force: true });
    throw new UsageError(`cannot write ${file}: ${(error as Error).message}`, { cause: error });
  }
}
