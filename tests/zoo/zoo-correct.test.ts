import { expect, test } from 'vitest';
import { correctAllocators } from '../../dist/tests/zoo/zoo-table.js';
import { certifySubject, witnessesIn } from '../support/certify-subject.js';
import { openInProcess } from '../support/in-process.js';
import { testSeeds } from '../support/test-seeds.js';

// Goal: no correct allocator is ever accused. Method: short campaigns over several seeds, in this
// thread, with everything on that its contract declares: noise, odd lengths, unaligned bases, every
// capability. ALLOCERT_TEST_SEEDS asks for more.

const seeds = testSeeds(3);
const RUNS = 96;

const builtins = ['bump', 'first-fit'].map((name) => ({
  name: `builtin:${name}`,
  file: `dist/src/subjects/builtin/${name}.js`,
}));

test.each([...correctAllocators, ...builtins])(
  `$name is accused of nothing in ${seeds.length} seeds`,
  { timeout: seeds.length * 60_000 },
  async ({ file }) => {
    for (const seed of seeds) {
      const subject = await openInProcess(file);
      const result = await certifySubject({ locator: file, subject, seed, runs: RUNS });
      expect({ seed, accused: witnessesIn(result) }).toEqual({ seed, accused: [] });
      expect(result.bounds.programs).toBe(RUNS);
    }
  },
);
