import { expect, test } from 'vitest';
import { humanReport } from '../../dist/src/report/human/human-report.js';
import { plainPaint } from '../../dist/src/report/human/paint.js';
import { certifySubject } from '../support/certify-subject.js';

// Goal: a subject of which nothing was judged does not hold.

test('a property that the contract does not claim, asked for alone, is no pass', async () => {
  const properties = ['usable-size'] as const;
  const result = await certifySubject({ locator: 'builtin:bump', seed: 1, runs: 300, properties });
  expect(result.verdict).toBe('inconclusive');
  const text = humanReport(result, { subject: [], campaign: [] }, plainPaint);
  expect(text.trimEnd().split('\n').at(-1)).toContain('INCONCLUSIVE nothing was judged');
});

test('one that it claims holds beside it', async () => {
  const properties = ['usable-size', 'no-overlap'] as const;
  const result = await certifySubject({ locator: 'builtin:bump', seed: 1, runs: 300, properties });
  expect(
    result.properties.filter(({ verdict }) => verdict === 'holds').map(({ id }) => id),
  ).toEqual(['no-overlap']);
});
