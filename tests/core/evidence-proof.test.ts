import { expect, test } from 'vitest';
import { isProvenByAnswers } from '../../dist/src/core/evidence-proof.js';
import type { Evidence } from '../../dist/src/core/evidence.js';
import { death, overlapEvidence } from '../report/report-fixture.js';

test('an overlap is proven by the answers, a death has to happen again', () => {
  expect(isProvenByAnswers(overlapEvidence)).toBe(true);
  expect(isProvenByAnswers({ kind: 'fault', request: 'alloc', death })).toBe(false);
});

test('a wrong answer to size 0 is proven where it is a grant, and has to be repeated where it is a refusal', () => {
  const answered = (
    outcome: Extract<Evidence, { kind: 'zeroSizeAnswer' }>['outcome'],
  ): Evidence => ({
    kind: 'zeroSizeAnswer',
    expected: 'null',
    outcome,
    shared: undefined,
  });
  expect(isProvenByAnswers(answered({ kind: 'granted', address: 16n }))).toBe(true);
  expect(isProvenByAnswers(answered({ kind: 'refused' }))).toBe(false);
});
