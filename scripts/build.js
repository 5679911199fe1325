// Compiles the project into dist, then removes what is left there of sources that are gone.
// Emptying dist first would be shorter, but would pull the files from under a test run that is
// reading them.

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const compiled = /\.(?:js|js\.map|d\.ts|d\.ts\.map)$/;

const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
// The scripts of report pages run in a browser, and know its names only. With --watch the second goes on
// until it is interrupted.
const pages = compile('src/report/html/browser/tsconfig.json');
const product = compile('tsconfig.build.json', ...process.argv.slice(2));
for (const output of outputs()) {
  const source = join(root, relative(dist, output).replace(compiled, '.ts'));
  if (!existsSync(source)) rmSync(output);
}
process.exitCode = Math.max(pages, product);

/**
 * @param {string} project
 * @param {string[]} flags
 * @returns {number}
 */
function compile(project, ...flags) {
  const words = [compiler, '-p', project, ...flags];
  return spawnSync(process.execPath, words, { cwd: root, stdio: 'inherit' }).status ?? 1;
}

/** @returns {string[]} the files in dist that the compiler wrote, now or earlier */
function outputs() {
  if (!existsSync(dist)) return [];
  return readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && compiled.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}
