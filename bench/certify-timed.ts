import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ExitCode } from '../src/core/exit-code.js';

const main = fileURLToPath(new URL('../src/cli/main.js', import.meta.url));

/** A campaign that has come to its end. */
export interface TimedCampaign {
  readonly programs: number;
  readonly requests: number;
  /** Processor time of its processes and of all that these waited for. */
  readonly seconds: number;
}

/**
 * Certifies a subject from the command line. Undefined where it cannot be loaded.
 *
 * The shell counts the time, because Node does not know that of its children.
 *
 * @throws Error where it is not certified: the subjects of benchmarks are correct.
 */
export function certifyTimed(
  locator: string,
  asked: { readonly effort: string; readonly seed: number; readonly runs: number | undefined },
): TimedCampaign | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'allocert-bench-'));
  try {
    const words = ['certify', locator, '--effort', asked.effort, '--seed', String(asked.seed)];
    if (asked.runs !== undefined) words.push('--runs', String(asked.runs));
    words.push('--reporter', 'json', '--output-dir', folder);
    const script = '"$0" "$@" >&2; exited=$?; times; exit $exited';
    const ran = spawnSync('sh', ['-c', script, process.execPath, main, ...words], {
      encoding: 'utf8',
    });
    if (ran.status === ExitCode.cannotLoad) return undefined;
    if (ran.status !== 0) throw new Error(`${locator} was not certified: ${ran.stderr}`);
    const { subjects } = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Report;
    return { ...subjects[0].bounds, seconds: secondsOf(ran.stdout) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Report {
  readonly subjects: readonly { readonly bounds: { programs: number; requests: number } }[];
}

/** User and system time of the children, the second line that `times` prints: `0m1.23s 0m0.04s`. */
function secondsOf(times: string): number {
  const line = times.trim().split('\n').at(-1) ?? '';
  const parts = [...line.matchAll(/(\d+)m([\d.]+)s/g)];
  return parts.reduce(
    (sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds),
    0,
  );
}
