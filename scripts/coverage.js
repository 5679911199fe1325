// Runs the tests under c8 with the gate of .c8rc.json. Sources that hold types alone compile to
// nothing and are never loaded; c8 would count all of their lines as missed, so they are left out. So are
// the scripts of report pages, which a browser runs.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

// Left to `npm test`: they judge whole campaigns, and the gate is reached without them.
const leftOut = [
  'tests/contract/every-plan-exercises.test.ts',
  'tests/judge/count-coverage.test.ts',
  'tests/judge/judges-agree.test.ts',
  'tests/real/**',
  'tests/report/html/page-in-browser.test.ts',
  'tests/reproduce/each-kind.test.ts',
  'tests/reproduce/found-witnesses.test.ts',
  'tests/reproduce/typed-programs.test.ts',
  'tests/rust/**',
  'tests/shrink/shrink-quality.test.ts',
  'tests/subjects/*/own-heap.test.ts',
  'tests/subjects/command/bad-far-sides.test.ts',
  'tests/subjects/native/koffi-campaign.test.ts',
  'tests/subjects/native/malloc-lab.test.ts',
  'tests/subjects/native/refusal-errno.test.ts',
  'tests/subjects/planted/**',
  'tests/tooling/package.test.ts',
  'tests/zoo/zoo-correct.test.ts',
  'tests/zoo/zoo-native.test.ts',
  'tests/zoo/zoo-table-*',
];

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { src: folders, exclude } =
  /** @type {{ readonly src: readonly string[], readonly exclude: readonly string[] }} */ (
    JSON.parse(readFileSync(join(root, '.c8rc.json'), 'utf8'))
  );
// Of its own, so that two runs in one checkout do not read each other's measurements.
const raw = mkdtempSync(join(tmpdir(), 'allocert-coverage-'));
const c8 = createRequire(import.meta.url).resolve('c8/bin/c8.js');
const left = [...exclude, ...typeOnlySources()].flatMap((pattern) => ['--exclude', pattern]);
const { status } = spawnSync(
  process.execPath,
  [
    ...[c8, '--temp-directory', raw, ...left, 'vitest', 'run'],
    ...leftOut.flatMap((pattern) => ['--exclude', pattern]),
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit' },
);
rmSync(raw, { recursive: true, force: true });
process.exitCode = status ?? 1;

/** @returns {string[]} the sources whose compiled form is an empty module, relative to the root */
function typeOnlySources() {
  return folders
    .map((folder) => join(root, 'dist', folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name.endsWith('.js'))
        .map((entry) => join(entry.parentPath, entry.name)),
    )
    .filter((file) => isEmptyModule(readFileSync(file, 'utf8')))
    .map((file) => relative(join(root, 'dist'), file).replace(/\.js$/, '.ts'));
}

/** @param {string} compiled */
function isEmptyModule(compiled) {
  const code = compiled.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '').trim();
  return code === 'export {};' || code === '';
}
