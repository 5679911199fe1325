// The list in docs/decisions/README.md, from the title and the status of each decision. `npm run docs`
// writes it; a test compares.

import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'docs', 'decisions');

/** @returns {ReadonlyMap<string, string>} the index by its absolute path */
export function decisionIndex() {
  const path = join(folder, 'README.md');
  const files = readdirSync(folder).filter((file) => /^\d{4}-/.test(file));
  const rows = files.sort().map((file) => row(file, readFileSync(join(folder, file), 'utf8')));
  const text = readFileSync(path, 'utf8');
  const before = text.slice(0, text.indexOf('| decision'));
  return new Map([[path, `${before}| decision | status |\n| --- | --- |\n${rows.join('')}`]]);
}

/**
 * @param {string} file
 * @param {string} text
 * @returns {string}
 */
function row(file, text) {
  const [, title = ''] = /^# (.*)$/m.exec(text) ?? [];
  const [, status = ''] = /^Status: (.*)$/m.exec(text) ?? [];
  return `| [${title}](${file}) | ${status} |\n`;
}
