import { expect, test } from 'vitest';
import { WORDS_PER_STEP } from '../../dist/src/core/step-record.js';
import { granuleOf } from '../../dist/src/judge/granule-of.js';

const cases = [
  {
    title: 'sixteen bytes, the most, where every address is a multiple',
    addresses: [0, 64, 4096],
    log2: 4,
  },
  { title: 'eight where one is a multiple of eight only', addresses: [64, 72, 4096], log2: 3 },
  { title: 'one where one is odd', addresses: [64, 96, 4097], log2: 0 },
  { title: 'two where the sign bit is set', addresses: [-2, -64], log2: 1 },
];

test.for(cases)('a bit stands for $title', ({ addresses, log2 }) => {
  expect(granuleOf(stepsAt([3, ...addresses, 5]), WORDS_PER_STEP, addresses.length, 0)).toBe(log2);
});

test('a bit stands for what the contract promises, whatever the addresses are', () => {
  expect(granuleOf(stepsAt([1]), 0, 1, 3)).toBe(3);
  expect(granuleOf(stepsAt([1]), 0, 1, 4)).toBe(4);
});

/** Steps of which only the lower word of the address is written. */
function stepsAt(addresses: readonly number[]): Int32Array {
  const steps = new Int32Array(addresses.length * WORDS_PER_STEP);
  addresses.forEach((address, index) => (steps[index * WORDS_PER_STEP + 7] = address));
  return steps;
}
