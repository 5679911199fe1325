import { join } from 'node:path';
import { expect, test } from 'vitest';
import { requestCount } from '../../dist/src/core/program.js';
import { certifySubject, violatedIn } from '../support/certify-subject.js';

// The bugs of @thi.ng/malloc 6.1.150, each with the length of the shortest witness known before. One
// property is asked for at a time: the corrupt heaps behind it break others in long programs, which
// take minutes to shrink. The hang has a file of its own, since it takes as long as all the others.

test.each([
  ['its defaults', 'defaults', 'full-reclaim', 'a realloc that moves never frees', 3],
  ['its defaults', 'defaults', 'null-on-exhaustion', 'a gigabyte fits 4 KiB', 1],
  ['minSplit: 64', 'min-split', 'no-overlap', 'a shrink at the top leaves a stale size', 5],
  ['split: false', 'no-split', 'no-overlap', 'a shrink at the top leaves a stale size', 4],
] as const)('with %s (%s), %s: %s', async (_options, file, property, _bug, shortest) => {
  const locator = join(import.meta.dirname, `subjects/thi-ng-${file}.mjs`);
  const result = await certifySubject({ locator, seed: 1, runs: 150, properties: [property] });
  expect(violatedIn(result)).toEqual([property]);
  const witness = result.properties.find(({ id }) => id === property)?.witness;
  expect(witness && requestCount(witness.program)).toBeLessThanOrEqual(shortest);
});
