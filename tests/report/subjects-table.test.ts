import { expect, test } from 'vitest';
import { plainPaint } from '../../dist/src/report/human/paint.js';
import { subjectsTable } from '../../dist/src/report/human/subjects-table.js';
import { finding, overlapEvidence, result, witness } from './report-fixture.js';

const broken = result(
  {
    'no-overlap': { verdict: 'violated', witness: witness(finding('no-overlap', overlapEvidence)) },
  },
  { verdict: 'violated' },
);
const missed = result(
  { alignment: { verdict: 'inconclusive', reason: 'never exercised' } },
  { verdict: 'inconclusive' },
);

test('several subjects end with a line each, those that were not loaded last', () => {
  const text = subjectsTable([result(), broken, missed], [{ locator: 'gone.js' }], plainPaint);
  expect(text).toBe(`
4 subjects
  ./my allocator.mjs  HOLDS         19 of 19 properties
  ./my allocator.mjs  VIOLATED      no-overlap
  ./my allocator.mjs  INCONCLUSIVE  18 of 19 properties
  gone.js             NOT LOADED
`);
});

test('one subject has its verdict as the last line, and no table', () => {
  expect(subjectsTable([result()], [], plainPaint)).toBe('');
});
