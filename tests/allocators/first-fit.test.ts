import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blockLayout } from '../../dist/src/allocators/block-layout.js';
import { FirstFitAllocator } from '../../dist/src/allocators/first-fit.js';
import { bitmapOf, noisyPool, sharedPool } from './pools.js';

const BLOCKS = [16, 32, 64, 128, 256];

function firstFit(bytes = 1_024, blockBytes = 16): FirstFitAllocator {
  return new FirstFitAllocator(sharedPool(bytes), blockBytes);
}

describe('placement', () => {
  test('a freed first block is granted again before later room', () => {
    const allocator = firstFit();
    const first = allocator.allocate(32);
    expect(first).toBe(16);
    expect(allocator.allocate(64)).toBe(48);
    expect(allocator.deallocate(16, 32)).toBe('freed');
    expect(allocator.allocate(32)).toBe(first);
  });

  test('1,024 bytes of a fresh pool of 1,024 are refused, for the bitmap needs a block', () => {
    expect(firstFit().allocate(1_024)).toBeNull();
  });

  test('512 bytes fit into a pool of 1,024 once', () => {
    const allocator = firstFit();
    expect(allocator.allocate(512)).toBe(16);
    expect(allocator.allocate(512)).toBeNull();
  });

  test.each(BLOCKS)(
    'with blocks of %i all of them can be had at once, and no byte more',
    (block) => {
      for (const bytes of [1_024, 1_027, 2_048, 4_096]) {
        const { blockCount, bitmapBytes } = blockLayout(bytes, block);
        const allocator = firstFit(bytes, block);
        expect(allocator.allocate(blockCount * block + 1)).toBeNull();
        expect(allocator.allocate(blockCount * block)).toBe(bitmapBytes);
        expect(allocator.allocate(8)).toBeNull();
      }
    },
  );

  test.each(BLOCKS)('with blocks of %i each can be had alone, in address order', (block) => {
    const allocator = firstFit(4_096, block);
    for (let i = 0; i < allocator.blockCount; i++) {
      expect(allocator.allocate(8)).toBe(allocator.dataStart + i * block);
    }
    expect(allocator.allocate(8)).toBeNull();
  });

  test('exactly the remaining space can be had, one block more cannot', () => {
    const allocator = firstFit();
    allocator.allocate(100);
    const remaining = (63 - 7) * 16;
    expect(allocator.allocate(remaining + 16)).toBeNull();
    expect(allocator.allocate(remaining + 1)).toBeNull();
    expect(allocator.allocate(remaining)).toBe(128);
  });

  test('the lowest run that is long enough is chosen, not the tightest', () => {
    const allocator = firstFit();
    const addresses = [32, 16, 64, 16, 32, 16].map((size) => allocator.allocate(size));
    allocator.deallocate(addresses[0], 32);
    allocator.deallocate(addresses[2], 64);
    allocator.deallocate(addresses[4], 32);
    expect(allocator.allocate(33)).toBe(addresses[2]);
    expect(allocator.allocate(32)).toBe(addresses[0]);
  });

  test('free blocks join with free neighbours on both sides', () => {
    const allocator = firstFit();
    const [a, b, c] = [336, 336, 336].map((size) => allocator.allocate(size));
    expect(allocator.allocate(8)).toBeNull();
    allocator.deallocate(a, 336);
    allocator.deallocate(c, 336);
    expect(allocator.allocate(337)).toBeNull();
    allocator.deallocate(b, 336);
    expect(allocator.allocate(1_008)).toBe(16);
  });

  test('any requests are placed as a list of free blocks would place them', () => {
    const step = fc.oneof(
      fc.record({ size: fc.integer({ min: 8, max: 700 }) }),
      fc.record({ free: fc.nat() }),
    );
    fc.assert(
      fc.property(
        fc.nat({ max: 100 }),
        fc.integer({ min: 1_024, max: 4_096 }),
        fc.constantFrom(...BLOCKS),
        fc.array(step, { maxLength: 60 }),
        (base, bytes, block, steps) => {
          const allocator = new FirstFitAllocator(noisyPool(base, bytes), block);
          const { blockCount, bitmapBytes } = blockLayout(bytes, block);
          const map = '.'.repeat(blockCount).split('');
          const live: { address: number; size: number }[] = [];
          for (const next of steps) {
            if ('size' in next) {
              const count = Math.ceil(next.size / block);
              const first = map.join('').indexOf('.'.repeat(count));
              const address = first < 0 ? null : base + bitmapBytes + first * block;
              expect(allocator.allocate(next.size)).toBe(address);
              if (address === null) continue;
              map.fill('#', first, first + count);
              live.push({ address, size: next.size });
            } else if (live.length > 0) {
              const [{ address, size }] = live.splice(next.free % live.length, 1);
              expect(allocator.deallocate(address, size)).toBe('freed');
              const first = (address - base - bitmapBytes) / block;
              map.fill('.', first, first + Math.ceil(size / block));
            }
          }
        },
      ),
    );
  });
});

describe('the pool', () => {
  test('starts with the bitmap, one bit per block from the least significant', () => {
    const pool = sharedPool(1_024);
    const allocator = new FirstFitAllocator(pool, 16);
    allocator.allocate(16 * 9);
    expect(bitmapOf(pool).slice(0, 3)).toEqual([0xff, 0x01, 0]);
    allocator.deallocate(16, 16 * 9);
    expect(bitmapOf(pool).every((byte) => byte === 0)).toBe(true);
  });

  test('is scanned by its bitmap: a block marked there is not granted', () => {
    const pool = sharedPool(1_024);
    const allocator = new FirstFitAllocator(pool, 16);
    new Uint8Array(pool.memory)[0] = 0b0000_0101;
    expect(allocator.allocate(16)).toBe(32);
    expect(allocator.allocate(16)).toBe(64);
  });

  test.each([0, 1, 3, 16, 100])('full of noise at base %i behaves as a fresh one', (base) => {
    const allocator = new FirstFitAllocator(noisyPool(base, 1_024), 16);
    expect(allocator.deallocate(base + 16, 8)).toBe('notAllocated');
    expect(allocator.allocate(1_008)).toBe(base + 16);
  });

  test('keeps the contents of blocks and the bytes around it', () => {
    const pool = noisyPool(5, 1_027);
    const allocator = new FirstFitAllocator(pool, 16);
    allocator.allocate(1_008);
    allocator.reset();
    const bytes = new Uint8Array(pool.memory);
    expect(bytes.subarray(0, 5).every((byte) => byte === 0xff)).toBe(true);
    expect(bytes.subarray(21).every((byte) => byte === 0xff)).toBe(true);
  });

  test.each([
    [0, 16, 16],
    [0, 256, 256],
    [8, 64, 8],
    [3, 16, 1],
    [4_096, 128, 128],
    [2 ** 20 + 32, 64, 32],
  ])('at base %i with blocks of %i aligns addresses to %i', (base, block, alignBytes) => {
    const memory = new ArrayBuffer(base + 4_096);
    const allocator = new FirstFitAllocator({ memory, base, bytes: 4_096 }, block);
    expect(allocator.alignBytes).toBe(alignBytes);
    expect(allocator.dataStart % alignBytes).toBe(0);
  });

  test('names the range of its blocks', () => {
    const allocator = new FirstFitAllocator(noisyPool(3, 1_030), 16);
    const { blockCount, dataStart, dataEnd } = allocator;
    expect({ blockCount, dataStart, dataEnd }).toEqual({
      blockCount: 63,
      dataStart: 19,
      dataEnd: 1_027,
    });
  });
});

describe('sizes', () => {
  test.each([0, 1, 7])('%i bytes are refused even on a fresh pool', (size) => {
    expect(firstFit().allocate(size)).toBeNull();
  });

  test.each([8, 9, 16])('%i bytes take one block of 16', (size) => {
    const allocator = firstFit();
    expect(allocator.allocate(size)).toBe(16);
    expect(allocator.allocate(8)).toBe(32);
  });

  test.each([1_025, 2 ** 31, 2 ** 32, 2 ** 32 + 16, 2 ** 53 - 1, 2 ** 63])(
    '%i bytes are refused, and not taken for fewer',
    (size) => {
      const allocator = firstFit();
      expect(allocator.allocate(size)).toBeNull();
      expect(allocator.allocate(1_008)).toBe(16);
    },
  );

  test.each([
    [-1, 'size must be at least 0, got -1'],
    [8.5, 'size must be an integer, got 8.5'],
    [NaN, 'size must be an integer, got NaN'],
  ])('%d bytes are a RangeError', (size, message) => {
    expect(() => firstFit().allocate(size)).toThrow(new RangeError(message));
  });
});

describe('reset', () => {
  test('ends all allocations and gives every block back', () => {
    const allocator = firstFit();
    const address = allocator.allocate(500);
    allocator.allocate(500);
    allocator.reset();
    expect(allocator.deallocate(address, 500)).toBe('notAllocated');
    expect(allocator.allocate(1_008)).toBe(16);
  });
});

describe('the constructor', () => {
  test.each([
    [1_023, 16, 'pool bytes must be at least 1024, got 1023'],
    [4_097, 16, 'pool bytes must be at most 4096, got 4097'],
    [1_024, 8, 'block bytes must be at least 16, got 8'],
    [1_024, 512, 'block bytes must be at most 256, got 512'],
    [1_024, 24, 'block bytes must be a power of two, got 24'],
    [1_024, 16.5, 'block bytes must be an integer, got 16.5'],
    [1_024, NaN, 'block bytes must be an integer, got NaN'],
  ])('rejects a pool of %d bytes with blocks of %d by bound and value', (bytes, block, message) => {
    expect(() => firstFit(bytes, block)).toThrow(new RangeError(message));
  });

  test('rejects a pool that passes the end of its memory', () => {
    const pool = { memory: new SharedArrayBuffer(1_024), base: 1, bytes: 1_024 };
    const message = 'pool must end inside its memory of 1024 bytes, ends at 1025';
    expect(() => new FirstFitAllocator(pool, 16)).toThrow(new RangeError(message));
  });
});

describe('handle', () => {
  test('an attached allocator sees the allocations and frees them', () => {
    const pool = { memory: new SharedArrayBuffer(2_048), base: 3, bytes: 1_024 };
    const allocator = new FirstFitAllocator(pool, 32);
    expect(allocator.allocate(40)).toBe(35);
    const other = FirstFitAllocator.attach(structuredClone(allocator.handle()));
    expect(other.allocate(8)).toBe(99);
    expect(other.deallocate(35, 40)).toBe('freed');
    expect(allocator.allocate(33)).toBe(35);
  });

  test('a pool in a plain ArrayBuffer has none, for a clone would copy it', () => {
    const allocator = new FirstFitAllocator(noisyPool(0, 1_024), 16);
    expect(() => allocator.handle()).toThrow(TypeError);
  });
});
