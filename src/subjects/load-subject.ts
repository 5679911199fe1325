import { existsSync, statSync } from 'node:fs';
import { basename, extname, resolve } from 'node:path';
import { SubjectError, UsageError } from '../core/errors.js';
import { builtinPath } from './builtin/builtin-path.js';
import { namesLibrary } from './native/names-library.js';
import { isFolder } from './subject-file.js';
import type { Subject } from './subject.js';
import type { SubjectSource } from './worker/subject-source.js';
import { openWorkerSubject } from './worker/worker-subject.js';

export interface LoadOptions {
  /** wasm and native: which exports are the allocator's functions, by their role. */
  readonly functions?: Readonly<Record<string, string>>;
  /** wasm: most pages of 64 KiB that the memory may have. */
  readonly maxPages?: number;
  /** How long the file may take to load; absent: 30 s. */
  readonly loadLimitMs?: number;
}

export interface LoadedSubject {
  readonly subject: Subject;
  /** What the subject exports as its contract: a preset's name or a document; undefined for nothing. */
  readonly contract: unknown;
}

/**
 * Opens what a user named: `builtin:NAME`, `command:LINE`, or the path of a module, of a WebAssembly file or of a
 * shared library, relative to the working directory; a library by its soname, too. Who opens a
 * subject closes it.
 *
 * @throws UsageError for an unknown builtin, or names of functions where none are looked for
 * @throws SubjectError if the file is missing, of a kind that is not known, or holds no allocator
 */
export async function loadSubject(
  locator: string,
  options: LoadOptions = {},
): Promise<LoadedSubject> {
  const command = /^command:(.*)$/s.exec(locator)?.[1];
  if (command !== undefined) {
    refuseNames(locator, options);
    const { openCommandSubject } = await import('./command/command-subject.js');
    return { subject: await openCommandSubject(command, options), contract: undefined };
  }
  if (namesLibrary(locator)) {
    // Loaded only here: most runs have no native subject.
    const { openNativeSubject } = await import('./native/native-subject.js');
    return { subject: await openNativeSubject(locator, options), contract: undefined };
  }
  return openWorkerSubject(sourceOf(locator, options));
}

function sourceOf(locator: string, options: LoadOptions): SubjectSource {
  const builtin = /^builtin:(.*)$/.exec(locator)?.[1];
  if (builtin !== undefined) {
    refuseNames(locator, options);
    const path = builtinPath(builtin);
    return { kind: 'builtin', path, options: { ...options, locator, name: builtin } };
  }
  const extension = extname(locator).toLowerCase();
  const path = resolve(locator);
  const name = basename(locator, extname(locator));
  if (extension === '.wasm') return { kind: 'wasm', path, options: { ...options, locator, name } };
  if (moduleExtensions.has(extension)) {
    refuseNames(locator, options);
    return { kind: 'module', path, options: { ...options, locator, name } };
  }
  if (locator === '')
    throw new SubjectError('the subject has no name; give a path or builtin:NAME');
  if (existsSync(path) && statSync(path).isDirectory()) throw isFolder(locator);
  throw new SubjectError(
    `${locator}: ${extension === '' ? 'a file without an ending' : `the ending ${extension}`} is not known. ` +
      `A subject is builtin:NAME, a .wasm file, a shared library (.so), or a module ` +
      `(${[...moduleExtensions].join(', ')})`,
  );
}

/** A name that nobody reads is a mistake of whoever gave it. */
function refuseNames(locator: string, { functions = {} }: LoadOptions): void {
  const [role] = Object.keys(functions);
  if (role === undefined) return;
  throw new UsageError(
    `${locator}: --export ${role}=${functions[role]} names a function of a WebAssembly file or of a ` +
      'shared library, and this is neither. Leave it out; a module exports its functions by the names ' +
      'that allocert calls.',
  );
}

const moduleExtensions: ReadonlySet<string> = new Set([
  '.js',
  '.mjs',
  '.cjs',
  '.ts',
  '.mts',
  '.cts',
]);
