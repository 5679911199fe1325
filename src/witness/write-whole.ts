import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from './make-folder.js';

/**
 * Writes a file with the folders above it: beside its place first, then renamed. Whoever is killed
 * leaves the old file or the new one, never half of one. @throws the error of the system
 */
export function writeWhole(path: string, text: string): void {
  const partial = `${path}.${process.pid}.partial`;
  makeFolder(dirname(path));
  try {
    writeFileSync(partial, text);
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}
