import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unpackWorld } from '../src/core/execution-batch.js';
import { openSession } from '../src/engine/session.js';
import { ProgramSource } from '../src/generate/program-source.js';
import { certifyTimed } from './certify-timed.js';
import { writeLabTrace } from './lab-trace.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const labSource = join(root, 'bench/native/lab-driver.c');
const SEED = 1;

type Effort = 'standard' | 'deep';

interface Row {
  readonly title: string;
  readonly locator: string;
  /** What the lab's driver drives in its place. */
  readonly inC: 'bump' | 'first-fit' | 'malloc';
  /** The library whose malloc that is; absent: the C library's. */
  readonly preload?: string;
  /** Programs at the lengths of deep: as many as a row can wait for. */
  readonly deepPrograms: number;
}

const rows: readonly Row[] = [
  { title: 'bump', locator: 'builtin:bump', inC: 'bump', deepPrograms: 8_000 },
  { title: 'first-fit', locator: 'builtin:first-fit', inC: 'first-fit', deepPrograms: 8_000 },
  {
    ...{ title: 'sql.js', locator: 'node_modules/sql.js/dist/sql-wasm-debug.wasm' },
    ...{ inC: 'malloc', deepPrograms: 1_500 },
  },
  { title: 'glibc', locator: 'builtin:libc', inC: 'malloc', deepPrograms: 8_000 },
  {
    ...{ title: 'jemalloc', locator: 'libjemalloc.so.2' },
    ...{ inC: 'malloc', preload: 'libjemalloc.so.2', deepPrograms: 8_000 },
  },
];

/** Programs of a trace at most, the first of the campaign: enough for a rate that holds still. */
const TRACED_PROGRAMS = 1_000;

/**
 * Whole campaigns as a user starts them, by processor time of all their processes, beside a driver in
 * C that checks what a malloc lab's does on the same requests.
 */
export async function campaignSpeed(print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'allocert-bench-'));
  try {
    const driver = compileDriver(folder);
    print('campaigns, from the command line (processor time of all processes)');
    print(
      '| subject | effort | programs | requests judged | seconds | requests a second ' +
        '| lab driver in C | ratio |',
    );
    print('|---|---|---|---|---|---|---|---|');
    for (const effort of ['standard', 'deep'] as const) {
      for (const row of rows) print(await campaignRow(row, effort, { folder, driver }));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function compileDriver(folder: string): string | undefined {
  if (spawnSync('cc', ['--version']).status !== 0) return undefined;
  const driver = join(folder, 'lab-driver');
  execFileSync('cc', ['-O2', '-o', driver, labSource]);
  return driver;
}

async function campaignRow(
  { title, locator, inC, preload = '', deepPrograms }: Row,
  effort: Effort,
  { folder, driver }: { readonly folder: string; readonly driver: string | undefined },
): Promise<string> {
  const path = locator.includes('/') ? join(root, locator) : locator;
  const runs = effort === 'deep' ? deepPrograms : undefined;
  const timed = certifyTimed(path, { effort, seed: SEED, runs });
  if (timed === undefined) return `| ${title} | ${effort} | not there | | | | | |`;
  const { programs, requests, seconds } = timed;
  const rate = requests / seconds;
  const inLab =
    driver === undefined
      ? undefined
      : await labRate({ driver, allocator: inC, preload, trace: join(folder, 'trace') }, path, {
          ...{ effort, programs },
        });
  const cells = [programs, requests, seconds.toFixed(1), Math.round(rate)];
  const compared =
    inLab === undefined ? ['no C compiler', ''] : [Math.round(inLab), (inLab / rate).toFixed(1)];
  return `| ${[title, effort, ...cells, ...compared].join(' | ')} |`;
}

/** Requests a second of the lab's driver on the first of a campaign's programs. */
async function labRate(
  lab: {
    readonly driver: string;
    readonly allocator: string;
    readonly preload: string;
    readonly trace: string;
  },
  locator: string,
  { effort, programs }: { readonly effort: Effort; readonly programs: number },
): Promise<number> {
  const traced = Math.min(programs, TRACED_PROGRAMS);
  const file = openSync(lab.trace, 'w');
  const session = await openSession({ locator, effort });
  try {
    for (const batch of new ProgramSource(session.plan, SEED).batches(0, traced)) {
      const executions = await session.run(batch.programs);
      for (let index = 0; index < batch.programs.count; index++) {
        const { regionBytes } = unpackWorld(batch.programs, index);
        writeLabTrace(file, executions, index, regionBytes);
      }
    }
  } finally {
    closeSync(file);
    await session.subject.close();
  }
  const printed = execFileSync(lab.driver, [lab.allocator, lab.trace], {
    encoding: 'utf8',
    env: { ...process.env, LD_PRELOAD: lab.preload },
  });
  const [requests, seconds] = printed.split(' ').map(Number);
  return requests / seconds;
}
