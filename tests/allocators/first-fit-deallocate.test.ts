import { describe, expect, test } from 'vitest';
import { FirstFitAllocator } from '../../dist/src/allocators/first-fit.js';
import { bitmapOf, noisyPool, sharedPool } from './pools.js';

describe('a deallocation that is not accepted', () => {
  /** A pool of 1,027 bytes at 100: bitmap, blocks from 116 to 1,124, slack. A has 40 bytes. */
  function scene() {
    const pool = noisyPool(100, 1_027);
    const allocator = new FirstFitAllocator(pool, 16);
    allocator.allocate(40);
    return { pool, allocator };
  }

  test.each([
    ['null', null, 40, 'outsidePool'],
    ['an address below the pool', 99, 40, 'outsidePool'],
    ['the end of the pool', 1_127, 40, 'outsidePool'],
    ['a negative address', -116, 40, 'outsidePool'],
    ['an address 2^32 above a live one', 116 + 2 ** 32, 40, 'outsidePool'],
    ['no number', NaN, 40, 'outsidePool'],
    ['the bitmap', 100, 40, 'notABlock'],
    ['the slack behind the last block', 1_124, 40, 'notABlock'],
    ['the inside of a block', 117, 40, 'notABlock'],
    ['a fractional address', 116.5, 40, 'notABlock'],
    ['a block that was never granted', 164, 40, 'notAllocated'],
    ['the second block of an allocation', 132, 24, 'notAllocated'],
    ['a size one too small', 116, 39, 'wrongSize'],
    ['a size one too large', 116, 41, 'wrongSize'],
    ['the size of the blocks', 116, 48, 'wrongSize'],
    ['size zero', 116, 0, 'wrongSize'],
    ['a size that is no number', 116, NaN, 'wrongSize'],
    ['a size 2^32 above the right one', 116, 40 + 2 ** 32, 'wrongSize'],
  ] as const)('names %s and changes nothing', (_what, address, size, result) => {
    const { pool, allocator } = scene();
    const before = bitmapOf(pool);
    expect(allocator.deallocate(address, size)).toBe(result);
    expect(bitmapOf(pool)).toEqual(before);
    expect(allocator.deallocate(116, 40)).toBe('freed');
  });

  test.each([
    ['undefined', undefined, 'outsidePool', 'wrongSize'],
    ['a bigint', 116n, 'outsidePool', 'wrongSize'],
    ['text', '116', 'outsidePool', 'wrongSize'],
    ['a symbol', Symbol('116'), 'outsidePool', 'wrongSize'],
    ['an object that counts as 116', { valueOf: (): number => 116 }, 'outsidePool', 'wrongSize'],
  ] as const)('takes %s for no number, as address and as size', (_what, value, address, size) => {
    const { allocator } = scene();
    expect(allocator.deallocate(value as unknown as number, 40)).toBe(address);
    expect(allocator.deallocate(116, value as unknown as number)).toBe(size);
    expect(allocator.deallocate(116, 40)).toBe('freed');
  });

  test('names the second free of an allocation', () => {
    const { allocator } = scene();
    expect(allocator.deallocate(116, 40)).toBe('freed');
    expect(allocator.deallocate(116, 40)).toBe('notAllocated');
  });

  test('names the old start of an allocation that a longer one now covers', () => {
    const allocator = new FirstFitAllocator(sharedPool(1_024), 16);
    const [a, b] = [allocator.allocate(16), allocator.allocate(16)];
    allocator.deallocate(a, 16);
    allocator.deallocate(b, 16);
    allocator.allocate(32);
    expect(allocator.deallocate(b, 16)).toBe('notAllocated');
  });
});
