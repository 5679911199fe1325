import { join } from 'node:path';
import { execa, type ResultPromise } from 'execa';
import { cleanEnvironment } from '../tooling/clean-environment.js';

const root = join(import.meta.dirname, '../..');
const main = join(root, 'dist/src/cli/main.js');

/** What a command line did, as one text for snapshots. */
export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | undefined;
}

interface Surroundings {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

type AllocertProcess = ResultPromise<{
  cwd: string;
  env: Record<string, string>;
  extendEnv: boolean;
  reject: false;
  stdin: 'ignore';
}>;

/** The compiled command line in a process of its own, still running. */
export function allocertProcess(
  words: readonly string[],
  { cwd, env }: Surroundings = {},
): AllocertProcess {
  return execa(process.execPath, [main, ...words], {
    cwd: cwd ?? root,
    env: { ...cleanEnvironment(), ...coverageFolder(), ...env },
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
  });
}

/** What it did, once it has ended. */
export async function runAllocert(
  words: readonly string[],
  surroundings: Surroundings = {},
): Promise<Ran> {
  const { stdout, stderr, exitCode } = await allocertProcess(words, surroundings);
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
