import { expect, test } from 'vitest';
import { blockLayout } from '../../dist/src/allocators/block-layout.js';

test.each([
  [1_024, 16, 63, 16],
  [1_024, 32, 31, 32],
  [1_024, 64, 15, 64],
  [1_024, 128, 7, 128],
  [1_024, 256, 3, 256],
  [2_048, 16, 127, 16],
  [2_064, 16, 128, 16],
  [2_080, 16, 128, 16],
  [2_096, 16, 129, 32],
  [4_095, 16, 253, 32],
  [4_096, 16, 254, 32],
  [4_096, 256, 15, 256],
])(
  '%i bytes in blocks of %i are %i blocks from offset %i',
  (pool, block, blockCount, bitmapBytes) => {
    expect(blockLayout(pool, block)).toEqual({ blockCount, bitmapBytes });
  },
);

test('is the largest that fits into every lawful pool', () => {
  const costOf = (count: number, block: number) =>
    Math.ceil(Math.ceil(count / 8) / block) * block + count * block;
  const wrong: unknown[] = [];
  for (const block of [16, 32, 64, 128, 256]) {
    for (let pool = 1_024; pool <= 4_096; pool++) {
      const { blockCount, bitmapBytes } = blockLayout(pool, block);
      const cost = bitmapBytes + blockCount * block;
      const isLargest = cost <= pool && costOf(blockCount + 1, block) > pool;
      if (cost !== costOf(blockCount, block) || !isLargest) wrong.push({ pool, block, blockCount });
    }
  }
  expect(wrong).toEqual([]);
});
