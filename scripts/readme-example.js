// The counterexample of the README, by running what stands above it. `npm run docs` writes it; a test
// compares.

import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const subject = 'examples/javascript/broken-free-list.js';
const begin = '```text\nno-overlap is violated';

/** @returns {Promise<ReadonlyMap<string, string>>} the README by its absolute path */
export async function readmeExample() {
  const path = join(root, 'README.md');
  const text = readFileSync(path, 'utf8');
  const at = text.indexOf(begin);
  const command = /npx allocert (certify examples\/javascript\/broken-free-list\.js [^\n]*)/.exec(
    text,
  )?.[1];
  if (at < 0 || command === undefined) throw new Error('README.md has lost its example');
  const printed = await printedBy(command.split(' '));
  const counterexample = printed
    .slice(printed.indexOf('no-overlap is violated'))
    .split(`\n\n${subject}`)[0];
  const end = text.indexOf('\n```', at + begin.length);
  return new Map([[path, `${text.slice(0, at)}\`\`\`text\n${counterexample}${text.slice(end)}`]]);
}

/**
 * Runs allocert in a folder of its own, since it saves the witness and would begin with it next time.
 *
 * @param {readonly string[]} words
 * @returns {Promise<string>}
 */
async function printedBy(words) {
  const folder = mkdtempSync(join(tmpdir(), 'allocert-readme-'));
  try {
    cpSync(join(root, dirname(subject)), join(folder, dirname(subject)), { recursive: true });
    cpSync(join(root, 'package.json'), join(folder, 'package.json'));
    return await new Promise((resolve) => {
      const main = join(root, 'dist/src/cli/main.js');
      execFile(process.execPath, [main, ...words], { cwd: folder }, (_, stdout) => {
        resolve(stdout);
      });
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
