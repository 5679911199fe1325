import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { afterAll, type TestContext } from 'vitest';
import { decodeExecution } from '../../../dist/src/core/decode-execution.js';
import { packPrograms } from '../../../dist/src/core/execution-batch.js';
import type { Execution } from '../../../dist/src/core/execution.js';
import { parseProgram } from '../../../dist/src/core/parse-program-literal.js';
import type { RunSettings, Subject } from '../../../dist/src/subjects/subject.js';

export const settings: RunSettings = {
  refusal: 'null',
  fillLimitBytes: 4_194_304,
  usableWritable: false,
  reallocToZeroEnds: false,
  naturalAlign: 1,
  hangLimitMs: 500,
  macroLimit: 1_000,
  confirmHangs: false,
};

/** In CI nothing is left out: what a test needs is installed there. */
export const inCi = process.env['CI'] === 'true';

/** Leaves a test out, with the reason, where there is no C compiler. */
export function needsCompiler(
  context: TestContext,
  flags: readonly string[] = [],
  compiler = 'cc',
): void {
  context.skip(
    !inCi && !compiles(compiler, flags),
    `no C compiler that takes ${[compiler, ...flags].join(' ')}; ` +
      'apt-get install gcc gcc-multilib musl-tools',
  );
}

/** By the words of a command. Tests ask in nearly every case, and a program takes 0.1 s to be linked. */
const compilers = new Map<string, boolean>();

function compiles(compiler: string, flags: readonly string[]): boolean {
  const words = [compiler, ...flags].join(' ');
  const known = compilers.get(words);
  if (known !== undefined) return known;
  const { status } = spawnSync(compiler, [...flags, '-xc', '-', '-o', '/dev/null'], {
    input: '#include <stdio.h>\nint main(void) { return 0; }\n',
  });
  compilers.set(words, status === 0);
  return status === 0;
}

/** Leaves a test out where a library is not installed. */
export function needsLibrary(context: TestContext, soname: string, debianPackage: string): void {
  const known = spawnSync('/sbin/ldconfig', ['-p'], { encoding: 'utf8' }).stdout;
  context.skip(
    !inCi && !known.includes(soname),
    `${soname} is not installed; apt-get install ${debianPackage}`,
  );
}

/**
 * Compiles sources of `c/` to shared libraries, each once for the same flags, in a folder that goes
 * when the tests have run.
 */
export function libraryFolder(): {
  readonly path: string;
  compile(source: string, ...flags: readonly string[]): string;
} {
  const path = mkdtempSync(join(tmpdir(), 'allocert-native-'));
  afterAll(() => {
    rmSync(path, { recursive: true, force: true });
  });
  return {
    path,
    compile(source, ...flags) {
      const file = join(path, `lib${basename(source, '.c')}${flags.join('')}.so`);
      if (existsSync(file)) return file;
      const from = resolve(import.meta.dirname, 'c', source);
      const always = ['-shared', '-fPIC', '-O1', '-fno-builtin', '-Wall', '-Werror'];
      execFileSync('cc', [...always, ...flags, '-o', file, from]);
      return file;
    },
  };
}

/** Runs programs given as literals in one batch. */
export async function runLiterals(
  subject: Subject,
  literals: readonly string[],
  changed: Partial<RunSettings> = {},
): Promise<Execution[]> {
  const programs = literals.map((literal) => parseProgram(literal));
  const batch = await subject.run(packPrograms(programs), { ...settings, ...changed });
  return programs.map((program, index) => decodeExecution(batch, index, program));
}
