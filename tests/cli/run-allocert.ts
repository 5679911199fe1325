import { join } from 'node:path';
import { execa } from 'execa';
import { cleanEnvironment } from '../tooling/clean-environment.js';

const root = join(import.meta.dirname, '../..');
export const main = join(root, 'dist/src/cli/main.js');

/** What a command line did, as one text for snapshots. */
export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | undefined;
}

interface Surroundings {
  readonly cwd?: string;
  /** Presses Ctrl-C as soon as anything is said. */
  readonly interrupt?: boolean;
  /** Variables that are other than in this process. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the compiled command line in a process of its own. */
export async function runAllocert(
  words: readonly string[],
  { cwd = root, interrupt = false, env = {} }: Surroundings = {},
): Promise<Ran> {
  const child = execa(process.execPath, [main, ...words], {
    cwd,
    env: { ...cleanEnvironment(), ...coverageFolder(), ...env },
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
  });
  if (interrupt) child.stderr.once('data', () => child.kill('SIGINT'));
  const { stdout, stderr, exitCode } = await child;
  return { stdout, stderr, exitCode };
}

// The one variable that a child must inherit: lines that only the command line runs count too.
function coverageFolder(): Record<string, string> {
  const folder = process.env['NODE_V8_COVERAGE'];
  return folder === undefined ? {} : { NODE_V8_COVERAGE: folder };
}

/** The three outputs in one snapshot, so that a change of any of them shows. */
export function transcript({ stdout, stderr, exitCode }: Ran): string {
  return `exit ${String(exitCode)}\n--- stdout\n${stdout}\n--- stderr\n${stderr}`;
}

/** Words of a command as printed in a report: what a POSIX shell would make of it. */
export function shellWords(command: string): string[] {
  return [...command.matchAll(/'((?:[^']|'\\'')*)'|(\S+)/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll(`'\\''`, `'`) ?? plain ?? '',
  );
}
