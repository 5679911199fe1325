import { expect, test } from 'vitest';
import { withPatience } from '../../dist/src/engine/patience.js';
import { settings } from '../subjects/module/module-files.js';

const usual = { ...settings, hangLimitMs: 1_000 };

test.for([
  ['searching', 0, 100],
  ['insisting', 0, 200],
  ['searching', 20, 100],
  ['searching', 150, 450],
  ['insisting', 150, 900],
  ['searching', 5_000, 1_000],
  ['suspecting', 5_000, 1_000],
  ['waiting', 5_000, 10_000],
] as const)(
  '%s, a call gets where the found program took %i ms: %i ms',
  ([patience, foundMs, ms]) => {
    expect(withPatience(usual, patience, foundMs).hangLimitMs).toBe(ms);
  },
);
