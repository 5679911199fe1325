import { readFile, stat } from 'node:fs/promises';
import { SubjectError } from '../core/errors.js';

/**
 * The bytes of a subject's file.
 *
 * @throws SubjectError if there is no such file, it is a folder, is empty or cannot be read; the
 *   message names the file as the user did
 */
export async function readSubjectFile(path: string, locator: string): Promise<Uint8Array> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) {
    throw new SubjectError(`${locator}: there is no such file; check the path of the subject`);
  }
  if (found.isDirectory()) {
    throw isFolder(locator);
  }
  const bytes = await readFile(path).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new SubjectError(`${locator}: cannot be read (${code}); check its permissions`);
  });
  if (bytes.length === 0) {
    throw new SubjectError(`${locator}: is empty; was the build that writes it interrupted?`);
  }
  return bytes;
}

/** The error of a subject that is a folder, whatever its name ends in. */
export const isFolder = (locator: string): SubjectError =>
  new SubjectError(`${locator}: is a folder; name the file in it that is or exports the allocator`);
