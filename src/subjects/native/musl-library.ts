import { SubjectError } from '../../core/errors.js';
import type { ElfFile } from './elf-file.js';

/** Whether a library is musl itself, or another one that is linked with it. */
export type MuslKind = 'itself' | 'linked' | undefined;

/** What builds for musl where the system's own libc is another. */
export const muslCompilers: readonly string[] = ['musl-gcc'];

/**
 * Tells libraries of musl from those of glibc. A process has one libc, so that the driver of such a
 * library must be built with musl, too. musl's libc has no version function, and its libraries ask
 * for `libc.so` or, on Alpine, `libc.musl-x86_64.so.1`, where those of glibc ask for `libc.so.6`.
 */
export function muslLibrary({ exports, needs }: ElfFile): MuslKind {
  if (needs.some((name) => name === 'libc.so' || name.startsWith('libc.musl-'))) return 'linked';
  const isLibc = exports.includes('__libc_start_main');
  return isLibc && !exports.includes('gnu_get_libc_version') ? 'itself' : undefined;
}

/** Whether this process runs on musl: then the system's own cc builds for it. */
export function runsOnMusl(): boolean {
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime === undefined;
}

export function noMuslCompiler(locator: string, tried: readonly string[]): SubjectError {
  return new SubjectError(
    `${locator}: is a library of musl, whose driver must be built with musl, too, and none of ` +
      `${tried.join(', ')} was found. Install it: apt-get install musl-tools.`,
  );
}
