import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { isAbsolute, resolve, sep } from 'node:path';
import { promisify } from 'node:util';
import { SubjectError } from '../../core/errors.js';
import { nearestWord } from '../../core/nearest-word.js';

/** What stands behind `builtin:libc`. */
const LIBC = 'libc.so.6';
const run = promisify(execFile);

/**
 * The absolute path of the library that a user named by its path or, as the dynamic linker knows
 * it, by its soname. A file in the working directory comes first, which the linker would not do,
 * because a user who sees the file means it.
 *
 * @throws SubjectError if there is neither such a file nor such a library
 */
export async function findLibrary(locator: string): Promise<string> {
  const name = locator === 'builtin:libc' ? LIBC : locator;
  if (isAbsolute(name) || name.includes(sep) || existsSync(name)) return resolve(name);
  const known = await linkerCache();
  const found = known.get(name);
  if (found !== undefined) return found;
  const nearest = nearestWord(name, known.keys());
  throw new SubjectError(
    `${locator}: there is no such file, and the dynamic linker knows no library of that name` +
      (nearest === undefined ? '' : `; did you mean ${nearest}?`) +
      ' Name it by its path, or install the package that brings it.',
  );
}

/** Sonames with their paths, of the machine's own kind first, as ldconfig lists them. */
async function linkerCache(): Promise<Map<string, string>> {
  const known = new Map<string, string>();
  for (const command of ['/sbin/ldconfig', '/usr/sbin/ldconfig', 'ldconfig']) {
    const listed = await run(command, ['-p'], { maxBuffer: 16 * 2 ** 20 }).catch(() => undefined);
    if (listed === undefined) continue;
    for (const [, name, path] of listed.stdout.matchAll(/^\s+(\S+) \(.*\) => (\S+)$/gm)) {
      if (!known.has(name)) known.set(name, path);
    }
    return known;
  }
  return known;
}
