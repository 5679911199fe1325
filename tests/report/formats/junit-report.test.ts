import { describe, expect, test } from 'vitest';
import { junitReport } from '../../../dist/src/report/junit/junit-report.js';
import { reportOf } from '../html/page-fixture.js';
import { result } from '../report-fixture.js';
import { hostileNames, mixed } from './format-fixture.js';
import { xmlElements } from './xml-elements.js';

describe('the JUnit report', () => {
  test('has a suite a subject, and only what holds is a pass', () => {
    const suites = xmlElements(junitReport(mixed())).filter(({ name }) => name === 'testsuite');
    expect(suites.map(({ attributes }) => attributes)).toEqual([
      expect.objectContaining({ name: 'holds.mjs', tests: '19', failures: '0', errors: '0' }),
      expect.objectContaining({ name: 'violated.mjs', tests: '19', failures: '1', errors: '0' }),
      expect.objectContaining({ name: 'open.mjs', tests: '19', failures: '0', errors: '1' }),
      expect.objectContaining({ name: 'lost.mjs', tests: '1', failures: '0', errors: '1' }),
    ]);
  });

  test('of a campaign that was interrupted has an error, even if each property has its verdict', () => {
    const report = reportOf([result({}, { ended: 'interrupted', verdict: 'inconclusive' })]);
    const elements = xmlElements(junitReport(report));
    expect(elements.filter(({ name }) => name === 'error')).toHaveLength(1);
  });

  test('tells the steps and the replay command in its failure', () => {
    const text = junitReport(mixed());
    expect(text).toContain('3  C = alloc(16, align 8)   granted [24, 40)');
    expect(text).toContain('Replay: npx allocert replay');
  });

  test.each(hostileNames)('is well formed for a subject called %j', (name) => {
    const elements = xmlElements(junitReport(mixed(name, name)));
    expect(elements.filter((one) => one.name === 'failure')).toHaveLength(1);
  });
});
