import { describe, expect, test } from 'vitest';
import {
  askedAlignments,
  askedSizes,
  countAsked,
  noneAsked,
} from '../../dist/src/core/asked-counts.js';
import { certifySubject } from '../support/certify-subject.js';

describe('what was asked', () => {
  test('is counted by power of two, and of 64 bits too', () => {
    const counts = noneAsked();
    countAsked(counts, 0, 0, 0, true);
    countAsked(counts, 17, 0, 4, false);
    countAsked(counts, 31, 0, 4, true);
    countAsked(counts, -1, -1, 0, true);
    expect(askedSizes(counts)).toEqual([
      { from: 0, granted: 0, refused: 1 },
      { from: 16, granted: 1, refused: 1 },
      { from: 2 ** 63, granted: 0, refused: 1 },
    ]);
    expect(askedAlignments(counts)).toEqual([
      { from: 1, granted: 0, refused: 2 },
      { from: 16, granted: 1, refused: 1 },
    ]);
  });
});

describe('a campaign', () => {
  test('tells what it asked for, a run that shows the subject, and why a property has no verdict', async () => {
    const result = await certifySubject({ locator: 'builtin:bump', seed: 1, runs: 200 });
    const sizes = askedSizes(result.asked ?? noneAsked());
    const alignments = askedAlignments(result.asked ?? noneAsked());
    const sum = (rows: typeof sizes): number =>
      rows.reduce((total, { granted, refused }) => total + granted + refused, 0);
    expect(sum(sizes)).toBeGreaterThan(1_000);
    expect(sum(alignments)).toBe(sum(sizes));
    const { steps = [] } = result.sampleRun?.execution ?? {};
    const outcomes = new Set(steps.map(({ outcome }) => outcome.kind));
    expect([outcomes.has('granted'), outcomes.has('refused')]).toEqual([true, true]);
    const without = result.properties.filter(({ verdict }) => verdict !== 'holds');
    expect(without.map(({ reasonKind }) => reasonKind)).not.toContain(undefined);
  });
});
