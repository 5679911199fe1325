import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { openCommandSubject } from '../../../dist/src/subjects/command/command-subject.js';
import type { Subject } from '../../../dist/src/subjects/subject.js';

const root = join(import.meta.dirname, '../../..');

/** The line that starts the far side of offsets with a behaviour, at its n-th alloc. */
export const offsetsCommand = (behaviour: string, at = 0): string =>
  `${process.execPath} ${join(import.meta.dirname, 'far-sides/offsets.mjs')} ${behaviour} ${at}`;

/** Opens it; whoever asks closes it. */
export const openOffsets = (behaviour: string, at = 0): Promise<Subject> =>
  openCommandSubject(offsetsCommand(behaviour, at), { loadLimitMs: 20_000 });

/** Compiles sources of examples/c, and of this folder's `c/`, in a folder that goes with the tests. */
export function programFolder(): {
  readonly path: string;
  compile(name: string, sources: readonly string[], ...flags: readonly string[]): string;
} {
  const path = mkdtempSync(join(tmpdir(), 'allocert-command-'));
  afterAll(() => {
    rmSync(path, { recursive: true, force: true });
  });
  return {
    path,
    compile(name, sources, ...flags) {
      const file = join(path, name);
      const always = ['-std=gnu99', '-Wall', '-Wextra', '-Werror', '-O2', '-o', file];
      execFileSync('cc', [...always, ...flags, ...sources.map((source) => join(root, source))]);
      return file;
    },
  };
}

/** The sources of the far side in C, behind an allocator. */
export const wireSources = ['examples/c/allocert-wire.c', 'examples/c/hosted.c'];
