import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../core/errors.js';
import { readWitness } from './read-witness.js';
import type { SavedWitness } from './saved-witness.js';

/** Witnesses of earlier runs, and what was found but could not be read. */
export interface FoundWitnesses {
  readonly witnesses: readonly SavedWitness[];
  /** One sentence for each file that could not be read. */
  readonly unreadable: readonly string[];
}

/**
 * The witnesses that earlier runs saved for a subject, by file name; none where the directory is
 * missing. They are replayed before anything is generated, so that a bug once found stays found.
 *
 * A file that cannot be read is told, not passed over: a lost witness is a lost regression test. It
 * does not stop the run either, because the subject may be judged without it.
 */
export function findSavedWitnesses(directory: string, locator: string): FoundWitnesses {
  const witnesses: SavedWitness[] = [];
  const unreadable: string[] = [];
  for (const name of jsonFilesIn(directory)) {
    try {
      const witness = readWitness(join(directory, name));
      if (witness.subject.locator === locator) witnesses.push(witness);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      unreadable.push(`a saved witness was not replayed: ${error.message}`);
    }
  }
  return { witnesses, unreadable };
}

function jsonFilesIn(directory: string): string[] {
  try {
    return readdirSync(directory)
      .filter((name) => name.endsWith('.json'))
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new UsageError(
      `cannot read the saved witnesses in ${directory}: ${(error as Error).message}`,
      {
        cause: error,
      },
    );
  }
}
