import { expect, test } from 'vitest';
import { minimalReport } from '../../../dist/src/report/minimal/minimal-report.js';
import { hostileNames, mixed } from './format-fixture.js';

test('the minimal report is a line a subject, and one to replay each violation', () => {
  expect(minimalReport(mixed()).split('\n')).toEqual([
    'holds holds.mjs (2000 programs, 123456 requests, seed 42)',
    'violated violated.mjs (2000 programs, 123456 requests, seed 42)',
    expect.stringMatching(/^ {2}no-overlap: npx allocert replay /),
    'inconclusive open.mjs (2000 programs, 123456 requests, seed 42): inconclusive: zeroed',
    'not judged lost.mjs: no such file',
    '',
  ]);
});

test.each(hostileNames)('a subject called %j draws nothing on a terminal', (name) => {
  const text = minimalReport(mixed(name, name));
  expect(text.split('\n')).toHaveLength(6);
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
});
