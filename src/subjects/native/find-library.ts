import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
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
  const paths = known.get(name) ?? [];
  // The same name may be installed for several machines; the one of this process comes first.
  const kinds = await Promise.all(paths.map(kindOf));
  const own = await kindOf('/proc/self/exe');
  const found = paths[kinds.indexOf(own)] ?? paths[0];
  if (found !== undefined) return found;
  const nearest = nearestWord(name, known.keys());
  throw new SubjectError(
    `${locator}: there is no such file, and the dynamic linker knows no library of that name` +
      (nearest === undefined ? '.' : `; did you mean ${nearest}?`) +
      ' Name it by its path, or install the package that brings it.',
  );
}

/** Paths by soname, as ldconfig lists them. */
async function linkerCache(): Promise<Map<string, string[]>> {
  const known = new Map<string, string[]>();
  for (const command of ['/sbin/ldconfig', '/usr/sbin/ldconfig', 'ldconfig']) {
    const listed = await run(command, ['-p'], { maxBuffer: 16 * 2 ** 20 }).catch(() => undefined);
    if (listed === undefined) continue;
    for (const [, name, path] of listed.stdout.matchAll(/^\s+(\S+) \(.*\) => (\S+)$/gm)) {
      known.set(name, [...(known.get(name) ?? []), path]);
    }
    return known;
  }
  return known;
}

/** ELF class and machine of a file, as text to be compared. */
async function kindOf(path: string): Promise<string> {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return 'unreadable';
  try {
    const { buffer } = await file.read(Buffer.alloc(20), 0, 20, 0);
    return `${buffer[4]} ${buffer.readUInt16LE(18)}`;
  } finally {
    await file.close();
  }
}
