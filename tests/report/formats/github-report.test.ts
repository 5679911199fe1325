import { describe, expect, test } from 'vitest';
import { githubAnnotations, githubSummary } from '../../../dist/src/report/github/github-report.js';
import { hostileNames, mixed } from './format-fixture.js';

describe('the annotations for GitHub', () => {
  test('are an error for each violation and each subject not judged, a warning without a verdict', () => {
    const lines = githubAnnotations(mixed()).trimEnd().split('\n');
    expect(lines.map((line) => line.slice(0, line.indexOf(' ')))).toEqual([
      '::error',
      '::warning',
      '::error',
    ]);
    expect(lines[0]).toContain('file=violated.mjs');
    expect(lines[1]).toContain('no pass');
  });

  test.each(hostileNames)(
    'of a subject called %j hold no command and no property of its own',
    (name) => {
      const lines = githubAnnotations(mixed(name, name)).trimEnd().split('\n');
      expect(lines).toHaveLength(3);
      for (const line of lines)
        expect(line).toMatch(/^::(?:error|warning) title=[^,:]*(?:,file=[^,:]*)?::/);
    },
  );
});

describe('the summary of a job', () => {
  test('has a row a subject, and says of none without a verdict that it passed', () => {
    const rows = githubSummary(mixed())
      .split('\n')
      .filter((line) => line.startsWith('| ') && line.includes(':'));
    expect(rows.map((row) => row.split(' | ').at(1))).toEqual([
      ':white_check_mark: holds',
      ':x: violated',
      ':warning: inconclusive, no pass',
      ':x: not judged',
    ]);
  });

  test.each(hostileNames)('of a subject called %j has no markup of its own', (name) => {
    // A line that is indented is code: nothing in it is markup.
    const lines = githubSummary(mixed(name, name)).split('\n');
    const text = lines.filter((line) => !line.startsWith('    ')).join('\n');
    expect(text).not.toMatch(/<b>|<failure|(?<!\\)`\*/);
    expect(text.split('\n').filter((line) => line.startsWith('|'))).toHaveLength(6);
  });
});
