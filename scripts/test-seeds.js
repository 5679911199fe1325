// Certifies allocators that are known to be correct, each with many seeds at quick, and writes what came of
// it to docs/SEEDS.md. An accusation or a verdict in doubt is a fault of allocert. It takes hours, so that
// what is in the table already is passed over, and each subject is written down as soon as it is done.
//
//   npm run test:seeds                       all that are not in the table
//   npm run test:seeds -- --subject=sql.js   this one, again
//   npm run test:seeds -- --seeds=3          with fewer seeds

import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { reportSchema } from '../dist/src/report/json/report-schema.js';
import { seedSubjects } from './seed-subjects.js';

const root = join(import.meta.dirname, '..');
const page = join(root, 'docs/SEEDS.md');
const { values } = parseArgs({
  options: { subject: { type: 'string', multiple: true }, seeds: { type: 'string' } },
});
const seeds = Number(values.seeds ?? 20);
const known = rowsOf(readFileSync(page, 'utf8'));
const wanted = seedSubjects().filter(({ name }) =>
  values.subject === undefined
    ? Number(known.get(name)?.[1] ?? 0) < seeds
    : values.subject.includes(name),
);

setPriority(19);
for (const subject of wanted) {
  const row = certified(subject);
  known.set(subject.name, row);
  console.log(`${subject.name}: ${row.join(', ')}`);
  write();
}

/**
 * One row of the table: contract, seeds, how often which verdict, what nobody tests, what was wrong.
 *
 * @param {import('./seed-subjects.js').SeedSubject} subject
 */
function certified({ name, locator }) {
  const count = { holds: 0, inconclusive: 0, violated: 0, failed: 0 };
  /** @type {Set<string>} */
  const wrong = new Set();
  /** @type {Set<string>} */
  const untested = new Set();
  let claims = '';
  for (let seed = 1; seed <= seeds; seed++) {
    const result = certify(locator, seed)?.subjects.at(0);
    count[result === undefined || result.verdict === 'notApplicable' ? 'failed' : result.verdict]++;
    if (result === undefined) wrong.add('no report');
    claims = result?.contract.name ?? claims;
    for (const { of } of result?.notTested ?? []) untested.add(of);
    for (const { id, verdict, reason } of result?.properties ?? []) {
      if (verdict === 'violated') wrong.add(`${id} violated (seed ${seed})`);
      if (verdict === 'inconclusive') wrong.add(`${reason} (seed ${seed})`);
    }
    process.stderr.write(`${name} seed ${seed}: ${result?.verdict ?? 'no report'}\n`);
  }
  const { holds, inconclusive, violated, failed } = count;
  /** @param {Set<string>} set */
  const list = (set) => [...set].join('; ').replaceAll('|', '/') || '-';
  return [claims, seeds, holds, inconclusive + failed, violated, list(untested), list(wrong)].map(
    String,
  );
}

/**
 * The report of one campaign; undefined where there is none.
 *
 * @param {string} locator
 * @param {number} seed
 */
function certify(locator, seed) {
  const asked = ['certify', locator, '--effort', 'quick', '--seed', String(seed), '--no-save'];
  const { stdout } = spawnSync(
    process.execPath,
    [join(root, 'dist/src/cli/main.js'), ...asked, '--reporter', 'json'],
    { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 30, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  try {
    return reportSchema.parse(JSON.parse(stdout));
  } catch {
    return undefined;
  }
}

/**
 * The cells behind the name, by name.
 *
 * @param {string} text
 * @returns {Map<string, string[]>}
 */
function rowsOf(text) {
  const rows = text
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'));
  const cells = rows.slice(1).map((line) =>
    line
      .slice(2, -2)
      .split(' | ')
      .map((cell) => cell.trim()),
  );
  return new Map(cells.map(([name = '', ...rest]) => [name, rest]));
}

function write() {
  const text = readFileSync(page, 'utf8');
  const before = text.slice(0, text.indexOf('| subject'));
  const order = seedSubjects().map(({ name }) => name);
  const rows = [...known].sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  const lines = rows.map(([name, cells]) => `| ${[name, ...cells].join(' | ')} |`);
  writeFileSync(page, [before + HEADING, RULE, ...lines, ''].join('\n'));
}

const HEADING =
  '| subject | contract | seeds | holds | in doubt | accused | not tested | what was wrong |';
const RULE = '| --- | --- | --- | --- | --- | --- | --- | --- |';
