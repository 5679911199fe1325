// A reporter for vitest. A skipped test is a claim that nobody checked, so each is listed with its
// reason, and under CI one that is not in scripts/explained-skips.json fails the run.

import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

/** @typedef {import('vitest/node').TestModule} TestModule */
/** @typedef {{ readonly test: string, readonly reason: string }} ExplainedSkip */

export default class SkipReporter {
  /** @param {readonly TestModule[]} modules */
  onTestRunEnd(modules) {
    const skipped = modules.flatMap(skippedTests);
    if (skipped.length === 0) return;
    const explained = explainedSkips();
    console.log('\nSkipped:');
    for (const { test, note } of skipped) {
      console.log(`  ${test}: ${explained.get(test) ?? note ?? 'no reason given'}`);
    }
    const unexplained = skipped.filter(({ test }) => !explained.has(test));
    if (process.env['CI'] !== 'true' || unexplained.length === 0) return;
    console.log(
      `\n${unexplained.length} skipped without an entry in scripts/explained-skips.json, ` +
        'which CI counts as a failure.',
    );
    process.exitCode = 1;
  }
}

/**
 * @param {TestModule} module
 * @returns {{ test: string, note: string | undefined }[]}
 */
function skippedTests(module) {
  const file = relative(process.cwd(), module.moduleId);
  return [...module.children.allTests('skipped')].map((test) => {
    const result = test.result();
    return {
      test: `${file} > ${test.fullName}`,
      note: result.state === 'skipped' ? result.note : undefined,
    };
  });
}

/** @returns {Map<string, string>} the reason by the test's file and full name */
function explainedSkips() {
  const file = new URL('./explained-skips.json', import.meta.url);
  const list = /** @type {ExplainedSkip[]} */ (JSON.parse(readFileSync(file, 'utf8')));
  return new Map(list.map(({ test, reason }) => [test, reason]));
}
