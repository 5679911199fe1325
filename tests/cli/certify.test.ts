import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { reportSchema } from '../../dist/src/report/json/report-schema.js';
import { lastLine, printedCommands, unlucky, unsteady } from './printed-report.js';
import { main, runAllocert, shellWords, type Ran } from './run-allocert.js';
import { sampleAllocator } from './sample-allocator.js';

/** Where the broken allocator was certified once; what was said, and the witness that was saved. */
let prepared: string;
let certified: Ran;
beforeAll(async () => {
  prepared = mkdtempSync(join(tmpdir(), 'allocert-certified-'));
  writeFileSync(join(prepared, 'broken.mjs'), sampleAllocator(true));
  const words = 'certify broken.mjs --seed 1 --runs 50'.split(' ');
  certified = await runAllocert(words, { cwd: prepared });
});
afterAll(() => {
  rmSync(prepared, { recursive: true });
});
const saveWitness = (): void => {
  cpSync(join(prepared, '.allocert'), join(directory, '.allocert'), { recursive: true });
};

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'allocert-certify-'));
  writeFileSync(join(directory, 'good.mjs'), sampleAllocator(false));
  writeFileSync(join(directory, 'broken.mjs'), sampleAllocator(true));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

const run = (line: string): Promise<Ran> => runAllocert(line.split(' '), { cwd: directory });
const runPrinted = (command: string): Promise<Ran> =>
  runAllocert(shellWords(command).slice(2), { cwd: directory });
describe('a broken allocator', () => {
  test('ends with its violation as the verdict and exit code 1', () => {
    const { exitCode, stdout } = certified;
    expect(exitCode).toBe(1);
    expect(lastLine(stdout)).toMatch(/^broken\.mjs: VIOLATED no-overlap/);
    const counterexample = stdout.slice(stdout.indexOf('no-overlap is violated'));
    expect(unlucky(counterexample)).toMatchSnapshot();
  });

  test('every printed command shows the violation again', async () => {
    saveWitness();
    const commands = printedCommands(certified);
    expect(commands).toHaveLength(2);
    for (const command of commands) {
      const again = await runPrinted(command);
      expect([command, again.exitCode]).toEqual([command, 1]);
      expect(again.stdout).toContain('no-overlap is violated');
    }
  });

  test('every command printed without a witness file shows it too', async () => {
    const ran = await run('certify broken.mjs --seed 1 --runs 50 --no-save --max-align 4');
    expect(existsSync(join(directory, '.allocert'))).toBe(false);
    const commands = printedCommands(ran);
    expect(commands[0]).toContain("replay 'allocert/1 ");
    for (const command of commands) expect((await runPrinted(command)).exitCode).toBe(1);
  });

  test('every command printed by a replay shows it too', async () => {
    saveWitness();
    const [replay = ''] = printedCommands(certified);
    const commands = printedCommands(await runPrinted(replay));
    expect(commands).toHaveLength(2);
    for (const command of commands) expect((await runPrinted(command)).exitCode).toBe(1);
  });

  test('the same seed gives the same report', async () => {
    const again = await run('certify broken.mjs --seed 1 --runs 50');
    expect(unsteady(again.stdout)).toBe(unsteady(certified.stdout));
  });
});

describe('an allocator that was repaired', () => {
  beforeEach(() => {
    saveWitness();
    writeFileSync(join(directory, 'broken.mjs'), sampleAllocator(false));
  });
  const witness = (): string =>
    `.allocert/witnesses/${readdirSync(join(directory, '.allocert/witnesses'))[0] ?? ''}`;

  test('replays as fixed, with exit code 0 and a word on the change', async () => {
    const ran = await run(`replay ${witness()}`);
    expect(ran.exitCode).toBe(0);
    expect(ran.stdout).toContain('has changed since the witness was written');
    expect(lastLine(ran.stdout)).toContain(
      'fixed: this program does not break no-overlap any more',
    );
  });

  test('is refused by --same-subject', async () => {
    const ran = await run(`replay ${witness()} --same-subject`);
    expect([ran.exitCode, ran.stdout]).toEqual([2, '']);
    expect(ran.stderr).toContain('--same-subject refuses that');
  });

  test('is certified with notes on the saved witness and on one that cannot be read', async () => {
    writeFileSync(
      join(directory, '.allocert/witnesses/old.json'),
      '{"schema":"allocert-witness/7"}',
    );
    const ran = await run('certify broken.mjs --seed 1 --runs 50');
    expect(ran.stdout).toContain('note: saved witness of no-overlap does not break it any more');
    expect(ran.stdout).not.toContain('VIOLATED');
    expect(ran.stdout.replace(/\s+/g, ' ')).toContain('old.json was written by a newer allocert');
  });
});

describe('a witness file', () => {
  test('is not replayed on another subject', async () => {
    saveWitness();
    const file = `.allocert/witnesses/${readdirSync(join(directory, '.allocert/witnesses'))[0] ?? ''}`;
    const other = await run(`replay ${file} --subject good.mjs`);
    expect(other.exitCode).toBe(2);
    expect(other.stderr).toContain('is a witness of broken.mjs, not of good.mjs');
    const contract = await run(`replay ${file} --contract bump --export alloc=f`);
    expect(contract.stderr).toContain(
      '--contract and --export cannot be given with a witness file',
    );
  });
});

describe('a literal', () => {
  test('that breaks nothing says so', async () => {
    const ran = await runAllocert(
      ['replay', 'allocert/1 A=alloc(9) B=alloc(1)', '--subject', 'good.mjs'],
      { cwd: directory },
    );
    expect([ran.exitCode, ran.stdout]).toEqual([
      0,
      'good.mjs: this program breaks nothing that contract sample claims.',
    ]);
  });
});

describe('a correct allocator', () => {
  test('holds with exit code 0 once its coverage goals are met', async () => {
    const ran = await run('certify good.mjs --seed 1 --runs 300');
    expect(lastLine(ran.stdout)).toMatch(/^good\.mjs: HOLDS within 300 programs/);
    expect(ran.exitCode).toBe(0);
  });

  test('is inconclusive with exit code 3 after a handful of programs, whose seed is printed', async () => {
    const ran = await run('certify good.mjs --runs 2');
    expect(ran.exitCode).toBe(3);
    expect(lastLine(ran.stdout)).toContain('INCONCLUSIVE');
    const seed = /^allocert \S+, seed (\d+)$/m.exec(ran.stderr)?.[1];
    expect(ran.stdout).toContain(`seed ${seed ?? 'none'}`);
  });
});

describe('the JSON reporter', () => {
  test('owns standard output; human text goes to standard error', async () => {
    const ran = await run('certify broken.mjs --seed 1 --runs 50 --reporter json --reporter human');
    const { subjects, seed } = reportSchema.parse(JSON.parse(ran.stdout));
    expect([seed, subjects[0]?.verdict]).toEqual([1, 'violated']);
    expect(ran.stderr).toContain('broken.mjs: VIOLATED no-overlap');
  });

  test('alone writes no human report anywhere, and its replay command shows the violation', async () => {
    const ran = await run('certify broken.mjs --seed 1 --runs 50 --reporter json');
    expect(ran.stderr).toMatch(/^allocert \S+, seed 1$/);
    const { subjects } = reportSchema.parse(JSON.parse(ran.stdout));
    const replay = subjects.flatMap(({ properties }) =>
      properties.flatMap(({ witness }) => witness?.replay ?? []),
    );
    expect(replay).toHaveLength(1);
    for (const command of replay) expect((await runPrinted(command)).exitCode).toBe(1);
  });

  test('tells a subject that was not judged', async () => {
    const ran = await run('certify none.wasm good.mjs --seed 1 --runs 2 --reporter json');
    const { subjects, notLoaded } = reportSchema.parse(JSON.parse(ran.stdout));
    expect([subjects.length, notLoaded.map(({ locator, code }) => [locator, code])]).toEqual([
      1,
      [['none.wasm', 'ALLOCERT_SUBJECT']],
    ]);
  });
});

describe('--output-dir', () => {
  test('takes the witnesses and a file for each reporter, without colour', async () => {
    await run(
      'certify broken.mjs --seed 1 --runs 50 --output-dir out --reporter json --reporter human',
    );
    expect(readdirSync(join(directory, 'out')).sort()).toEqual([
      'report.json',
      'report.txt',
      'witnesses',
    ]);
    const [json, text] = ['report.json', 'report.txt'].map((name) =>
      readFileSync(join(directory, 'out', name), 'utf8'),
    );
    reportSchema.parse(JSON.parse(json ?? ''));
    expect(text).not.toContain('\x1b');
    expect(text).toContain('replay out/witnesses/no-overlap-');
  });

  test('that is a file is an error, not a bug', async () => {
    const ran = await run('certify broken.mjs --seed 1 --runs 50 --output-dir good.mjs');
    expect([ran.exitCode, ran.stderr.includes('this is a bug')]).toEqual([2, false]);
  });
});

describe('several subjects', () => {
  test.each([
    ['good.mjs broken.mjs', 50, 1],
    ['none.mjs broken.mjs', 50, 4],
    ['good.mjs good.mjs', 300, 0],
  ])('%s end with the worst exit code', async (subjects, runs, exitCode) => {
    expect((await run(`certify ${subjects} --seed 1 --runs ${runs}`)).exitCode).toBe(exitCode);
  });

  test('end with a table', async () => {
    const { stdout } = await run('certify none.mjs broken.mjs --seed 1 --runs 50');
    expect(stdout).toMatch(
      /\n2 subjects\n {2}broken\.mjs {2}VIOLATED {4}no-overlap.*\n {2}none\.mjs {4}NOT LOADED\n?$/,
    );
  });
});

describe('the configuration', () => {
  test('is found in a folder above; a flag beats it', async () => {
    writeFileSync(
      join(directory, 'allocert.config.mjs'),
      'export default { seed: 5, runs: 3, reporters: ["json"] };',
    );
    const ran = await run('certify good.mjs --runs 2');
    const { seed, subjects } = reportSchema.parse(JSON.parse(ran.stdout));
    expect([seed, subjects[0]?.bounds.programs]).toEqual([5, 2]);
    expect(ran.stderr).toContain('allocert.config.mjs');
  });

  test('in TypeScript names a contract beside it', async () => {
    writeFileSync(join(directory, 'mine.json'), '{"name":"mine","requests":["alloc","dealloc"]}');
    writeFileSync(
      join(directory, 'allocert.config.ts'),
      'const runs: number = 2;\nexport default { runs, contract: "./mine.json", save: false };',
    );
    const ran = await run('certify broken.mjs --seed 1');
    expect(ran.stdout).toContain('contract mine,');
    expect(existsSync(join(directory, '.allocert'))).toBe(false);
  });
});

describe('the process', () => {
  test('reports what is known when it is interrupted, and exits with 130', async () => {
    const ran = await runAllocert(['certify', 'good.mjs', '--effort', 'deep', '--seed', '1'], {
      cwd: directory,
      interrupt: true,
    });
    expect(ran.exitCode).toBe(130);
    expect(ran.stderr).toContain('interrupted');
    expect(ran.stdout).toContain('this report is partial');
  });

  test('survives a reader that goes away', async () => {
    const line = `"$0" "$1" explain | head -1; echo "exit \${PIPESTATUS[0]}"`;
    const { stdout } = await execa('bash', ['-c', line, process.execPath, main]);
    expect(stdout).toBe('Properties\nexit 0');
  });
});
