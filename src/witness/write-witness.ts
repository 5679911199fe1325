import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { UsageError } from '../core/errors.js';
import type { SavedWitness } from './saved-witness.js';
import { writeWhole } from './write-whole.js';

/**
 * Name of a witness's file: the property and four hex digits of the digest of literal and subject,
 * so that the same violation found again replaces its file and another one does not.
 */
export function witnessFileName(witness: SavedWitness): string {
  const digest = createHash('sha256')
    .update(witness.program)
    .update('\0')
    .update(witness.subject.locator)
    .digest('hex');
  return `${witness.property}-${digest.slice(0, 4)}.json`;
}

/**
 * Writes a witness into `directory`, made if need be, and answers the path.
 *
 * Written beside its place and renamed: a run that is killed leaves the old file or the new one,
 * never half of one, because a later run refuses what it cannot read.
 *
 * @throws UsageError where the directory cannot be written.
 */
export function writeWitness(witness: SavedWitness, directory: string): string {
  const path = join(directory, witnessFileName(witness));
  try {
    writeWhole(path, `${JSON.stringify(witness, null, 2)}\n`);
  } catch (error) {
    throw new UsageError(
      `cannot write the witness ${path}: ${(error as Error).message}\n` +
        'Give another place with --output-dir, or --no-save to keep none.',
      { cause: error },
    );
  }
  return path;
}
