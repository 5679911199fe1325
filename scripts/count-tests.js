// Reads the JSON reports of one or more runs of the same tests and prints what became of them, as
// `N passed, N failed, N skipped`. A test that failed in any run is failed; one that passed in any
// other is passed. Exits with 1 if a report is missing, is of an empty run, or holds a failure.
//
//   node scripts/count-tests.js <report.json>...

import { readFileSync } from 'node:fs';

/** @typedef {'passed' | 'failed' | 'skipped'} State */
/**
 * @typedef {object} Report
 * @property {{
 *   readonly name: string,
 *   readonly status: string,
 *   readonly assertionResults: readonly { readonly fullName: string, readonly status: string }[],
 * }[]} testResults
 */

/** @type {readonly State[]} */
const order = ['failed', 'passed', 'skipped'];

/** @type {Map<string, State>} */
const states = new Map();
let complete = process.argv.length > 2;
for (const file of process.argv.slice(2)) complete = read(file) && complete;

const counts = order.map((state) => [...states.values()].filter((of) => of === state).length);
const [failed = 0, passed = 0, skipped = 0] = counts;
if (!complete || failed > 0) process.exitCode = 1;
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);

/**
 * @param {string} file
 * @returns {boolean} whether the report was there and held tests
 */
function read(file) {
  /** @type {Report} */
  let report;
  try {
    report = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    console.error(`No report of the tests: ${error instanceof Error ? error.message : file}`);
    return false;
  }
  for (const { name, status, assertionResults } of report.testResults) {
    // A file that could not be loaded has no tests to fail, so it counts as one.
    if (status === 'failed' && assertionResults.length === 0) note(name, 'failed');
    for (const test of assertionResults) note(`${name} > ${test.fullName}`, stateOf(test.status));
  }
  return report.testResults.length > 0;
}

/**
 * @param {string} test
 * @param {State} state
 */
function note(test, state) {
  const known = states.get(test);
  if (known === undefined || order.indexOf(state) < order.indexOf(known)) states.set(test, state);
}

/**
 * @param {string} status
 * @returns {State}
 */
function stateOf(status) {
  return status === 'passed' || status === 'failed' ? status : 'skipped';
}
