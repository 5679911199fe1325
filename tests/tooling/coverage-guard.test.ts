import { cp, mkdtemp, readFile, realpath, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cleanEnvironment } from './clean-environment.js';

// Goal: the coverage number is worth something. It is easy to lose: in forks c8 sees nothing, and
// of files that vitest transforms it sees wrong lines, both with exit code 0.
// Method: a tiny project whose missed lines are known is built and measured in a temporary folder
// with this project's own settings, unchanged. Whoever changes them wrongly fails here.

const root = join(import.meta.dirname, '../..');
const settings = [
  '.c8rc.json',
  'package.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'vitest.config.ts',
  'scripts',
];

interface FileCoverage {
  readonly statementMap: Readonly<Record<string, { readonly start: { readonly line: number } }>>;
  readonly s: Readonly<Record<string, number>>;
  readonly branchMap: Readonly<
    Record<string, { readonly loc: { readonly start: { readonly line: number } } }>
  >;
  readonly b: Readonly<Record<string, readonly number[]>>;
}

let project = '';
let gate: { readonly exitCode: number | undefined; readonly text: string };
let files: ReadonlyMap<string, FileCoverage>;

beforeAll(async () => {
  project = await mkdtemp(join(await realpath(tmpdir()), 'allocert-coverage-guard-'));
  await cp(join(import.meta.dirname, 'coverage-fixture'), project, { recursive: true });
  for (const path of settings) await cp(join(root, path), join(project, path), { recursive: true });
  await symlink(join(root, 'node_modules'), join(project, 'node_modules'), 'junction');

  const options = { cwd: project, env: cleanEnvironment(), extendEnv: false, all: true } as const;
  const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  await execa(process.execPath, [compiler, '-p', 'tsconfig.build.json'], options);
  const run = await execa('npm', ['run', 'coverage'], { ...options, reject: false });
  gate = { exitCode: run.exitCode, text: run.all };

  const report = await readFile(join(project, 'coverage/coverage-final.json'), 'utf8');
  const measured = Object.entries(JSON.parse(report) as Record<string, FileCoverage>);
  files = new Map(
    measured.map(([file, data]) => [relative(project, file).replaceAll('\\', '/'), data]),
  );
});

afterAll(async () => {
  await rm(project, { recursive: true, force: true });
});

test('measures the sources of src, models and properties, and nothing else', () => {
  expect([...files.keys()].sort()).toEqual([
    'models/untouched.ts',
    'properties/covered.ts',
    'src/in-child.ts',
    'src/in-worker.ts',
    'src/known.ts',
    'src/untouched.ts',
  ]);
});

test('reports exactly the lines that no test reaches, in the numbering of the TypeScript source', () => {
  expect(missedLines('src/known.ts')).toEqual([10, 11, 16, 17, 18]);
});

test('reports exactly the branch that no test takes', () => {
  expect(branches('src/known.ts')).toEqual([
    { line: 8, taken: true },
    { line: 9, taken: false },
  ]);
});

test('reports a file that no test loads as missed from its first line to its last', () => {
  expect(missedLines('src/untouched.ts')).toEqual([1, 2, 3]);
  expect(missedLines('models/untouched.ts')).toEqual([1, 2, 3]);
});

test('sees what runs in a worker thread and in a child process', () => {
  expect(missedLines('src/in-worker.ts')).toEqual([]);
  expect(missedLines('src/in-child.ts')).toEqual([]);
  expect(missedLines('properties/covered.ts')).toEqual([]);
});

test('fails the gate when lines or branches are below 90 %', () => {
  expect(gate.exitCode).toBe(1);
  expect(gate.text).toContain('3 passed');
  expect(gate.text).toMatch(
    /Coverage for lines \([\d.]+%\) does not meet global threshold \(90%\)/,
  );
  expect(gate.text).toMatch(
    /Coverage for branches \([\d.]+%\) does not meet global threshold \(90%\)/,
  );
});

function missedLines(file: string): number[] {
  const { statementMap, s } = coverageOf(file);
  return Object.keys(s)
    .filter((id) => s[id] === 0)
    .map((id) => statementMap[id]?.start.line ?? 0);
}

function branches(file: string): { line: number; taken: boolean }[] {
  const { branchMap, b } = coverageOf(file);
  return Object.entries(b).map(([id, counts]) => ({
    line: branchMap[id]?.loc.start.line ?? 0,
    taken: counts.every((count) => count > 0),
  }));
}

function coverageOf(file: string): FileCoverage {
  const coverage = files.get(file);
  if (coverage === undefined) throw new Error(`${file} is not in the coverage report`);
  return coverage;
}
