import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll } from 'vitest';

/** What one run of a printed program came to. */
export interface Ran {
  readonly status: number | null;
  readonly said: string;
}

interface ProgramFolder {
  readonly path: string;
  /** Compiled once: within a folder a source has no other flags under the same name. */
  library(source: string, name: string, ...flags: readonly string[]): string;
  write(name: string, text: string): void;
  /** Runs the line that stands under "Build and run" in the head of a program, as it stands. */
  buildAndRun(text: string, cwd?: string): Ran;
  run(command: string, args: readonly string[]): Ran;
}

/** A folder with libraries built from C, in which printed programs are compiled and run. */
export function programFolder(): ProgramFolder {
  const path = mkdtempSync(join(tmpdir(), 'allocert-reproduce-'));
  afterAll(() => {
    rmSync(path, { recursive: true, force: true });
  });
  return {
    path,
    library(source, name, ...flags) {
      const file = join(path, `${name}-${basename(source, '.c')}.so`);
      if (existsSync(file)) return file;
      const always = ['-shared', '-fPIC', '-O1', '-fno-builtin', '-Wall', '-Werror'];
      execFileSync('cc', [...always, ...flags, '-o', file, source]);
      return file;
    },
    write(name, text) {
      writeFileSync(join(path, name), text);
    },
    buildAndRun(text, cwd = path) {
      const line = /Build and run:\n\W*(.*)\n/.exec(text)?.[1] ?? 'false';
      const { status, stderr } = spawnSync('sh', ['-c', line], { cwd, encoding: 'utf8' });
      return { status, said: stderr };
    },
    run(command, args) {
      const { status, stderr } = spawnSync(command, args, { cwd: path, encoding: 'utf8' });
      return { status, said: stderr };
    },
  };
}
