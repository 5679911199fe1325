import { expect, test } from 'vitest';
import { reproductionOf } from './reproduction-of.js';

test.each([
  ['unique', false],
  ['null', true],
  ['free', true],
] as const)(
  'where realloc(p, 0) is %s, a refused one ends the block in a reproduction: %s',
  async (toZero, ends) => {
    const { made } = await reproductionOf(
      'dist/tests/zoo/correct/first-fit-list.js',
      '{region=1024} A=alloc(8) realloc(A,16)',
      { extends: 'pool', requests: ['alloc', 'dealloc', 'realloc'], realloc: { toZero } },
    );
    expect(made.reallocToZeroFrees).toBe(ends);
  },
);
