import { basename, extname, resolve } from 'node:path';
import { SubjectError } from '../core/errors.js';
import { builtinPath } from './builtin/builtin-path.js';
import { namesLibrary } from './native/names-library.js';
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
 * @throws UsageError for an unknown builtin
 * @throws SubjectError if the file is missing, of a kind that is not known, or holds no allocator
 */
export async function loadSubject(
  locator: string,
  options: LoadOptions = {},
): Promise<LoadedSubject> {
  const command = /^command:(.*)$/s.exec(locator)?.[1];
  if (command !== undefined) {
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
    const path = builtinPath(builtin);
    return { kind: 'builtin', path, options: { ...options, locator, name: builtin } };
  }
  const extension = extname(locator).toLowerCase();
  const path = resolve(locator);
  const name = basename(locator, extname(locator));
  if (extension === '.wasm') return { kind: 'wasm', path, options: { ...options, locator, name } };
  if (moduleExtensions.has(extension))
    return { kind: 'module', path, options: { ...options, locator, name } };
  throw new SubjectError(
    `${locator}: ${extension === '' ? 'a file without an ending' : `the ending ${extension}`} is not known. ` +
      `A subject is builtin:NAME, a .wasm file, a shared library (.so), or a module ` +
      `(${[...moduleExtensions].join(', ')})`,
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
