import { expect, test } from 'vitest';
import { certifySubject, witnessesIn } from '../../support/certify-subject.js';
import { contracts, crateLibrary, needsCrates } from './crates.js';

// Goal: published Rust allocators hold, through the crate of the template, and no seed accuses them.

const crates = [
  ['linked-list', 'linked_list_allocator 0.10.5', 'extendable'],
  ['buddy', 'buddy_system_allocator 0.11.0', 'pool'],
  ['talc-pool', 'talc 5.0.4', 'pool'],
  ['rlsf-pool', 'rlsf 0.2.3', 'pool'],
  ['dlmalloc-global', 'dlmalloc 0.2.14', 'global'],
] as const;

test.for(crates)('%s: %s is certified as %s', async ([name, , contract], context) => {
  needsCrates(context, 'correct');
  const locator = crateLibrary(name);
  const result = await certifySubject({
    ...{ locator, seed: 1, runs: 256, contract: contracts[contract] },
  });
  expect(witnessesIn(result)).toEqual([]);
  expect(result.verdict).toBe('holds');
});

test.for(crates)(
  '%s: %s is not accused by any of 20 seeds',
  async ([name, , contract], context) => {
    needsCrates(context, 'correct');
    const locator = crateLibrary(name);
    // What brings its own memory is asked for far more of it, and costs more.
    for (let seed = 1; seed <= 20; seed++) {
      const result = await certifySubject({
        ...{ locator, seed, runs: contract === 'global' ? 6 : 16, contract: contracts[contract] },
      });
      expect(witnessesIn(result), `seed ${seed}`).toEqual([]);
    }
  },
);
