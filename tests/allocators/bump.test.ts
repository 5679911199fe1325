import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BumpAllocator, BUMP_LARGEST_POOL_BYTES } from '../../dist/src/allocators/bump.js';
import { noisyPool, sharedPool } from './pools.js';

const ALIGNMENTS = [1, 2, 4, 8, 16, 32, 64];

function bumpOver(bytes: number): BumpAllocator {
  return new BumpAllocator(sharedPool(bytes));
}

describe('placement', () => {
  test('a pool of 1,024 bytes grants 100 bytes aligned to 8', () => {
    expect(bumpOver(1_024).alloc(100, 8)).toBe(0);
  });

  test('with 100 bytes left, 50 aligned to 8 fit, then 60 do not, and both frees are harmless', () => {
    const bump = bumpOver(1_024);
    bump.alloc(924, 1);
    const address = bump.alloc(50, 8);
    expect(address).toBe(928);
    expect(bump.alloc(60, 8)).toBeNull();
    bump.dealloc(address, 50, 8);
    bump.dealloc(null, 60, 8);
    expect(bump.alloc(1, 1)).toBe(978);
  });

  test('a grant starts at the cursor, rounded up to the alignment', () => {
    const bump = bumpOver(1_024);
    expect(bump.alloc(3, 1)).toBe(0);
    expect(bump.alloc(3, 1)).toBe(3);
    expect(bump.alloc(5, 16)).toBe(16);
    expect(bump.alloc(1, 2)).toBe(22);
    expect(bump.alloc(1, 64)).toBe(64);
  });

  test('the whole pool can be granted at once, and one byte more cannot', () => {
    expect(bumpOver(1_024).alloc(1_025, 1)).toBeNull();
    expect(bumpOver(1_024).alloc(1_024, 1)).toBe(0);
  });

  test('the last byte can be granted alone', () => {
    const bump = bumpOver(1_024);
    bump.alloc(1_023, 1);
    expect(bump.alloc(1, 1)).toBe(1_023);
    expect(bump.alloc(1, 1)).toBeNull();
  });

  test('padding that alone would pass the end is a refusal', () => {
    const bump = bumpOver(1_025);
    bump.alloc(1_024, 1);
    expect(bump.alloc(1, 64)).toBe(1_024);
    bump.reset();
    bump.alloc(1_025, 1);
    expect(bump.alloc(1, 64)).toBeNull();
  });

  test('a refusal leaves the cursor', () => {
    const bump = bumpOver(1_024);
    bump.alloc(10, 1);
    expect(bump.alloc(2_000, 64)).toBeNull();
    expect(bump.alloc(1, 1)).toBe(10);
  });

  test('address 0 is granted where the pool starts there', () => {
    expect(bumpOver(1_024).alloc(8, 64)).toBe(0);
  });

  test.each([1, 3, 63, 100])('from base %i, alignment is judged on the buffer offset', (base) => {
    const bump = new BumpAllocator(noisyPool(base, 1_024));
    expect(bump.alloc(1, 1)).toBe(base);
    expect(bump.alloc(1, 64)).toBe(Math.ceil((base + 1) / 64) * 64);
  });

  test('from an unaligned base, the last byte of the pool is the last granted', () => {
    const bump = new BumpAllocator(noisyPool(3, 1_024));
    expect(bump.alloc(1_023, 1)).toBe(3);
    expect(bump.alloc(2, 1)).toBeNull();
    expect(bump.alloc(1, 1)).toBe(1_026);
  });

  test('no byte of the buffer is read or written, inside the pool or around it', () => {
    const pool = noisyPool(5, 1_024);
    const bump = new BumpAllocator(pool);
    bump.alloc(1_000, 8);
    bump.dealloc(8, 1_000, 8);
    bump.reset();
    expect(new Uint8Array(pool.memory).every((byte) => byte === 0xff)).toBe(true);
  });

  test('any requests are placed as the definition says', () => {
    const request = fc.tuple(fc.nat({ max: 300 }), fc.constantFrom(...ALIGNMENTS));
    fc.assert(
      fc.property(
        fc.nat({ max: 200 }),
        fc.integer({ min: 1_024, max: 1_400 }),
        fc.array(request, { maxLength: 40 }),
        (base, bytes, requests) => {
          const bump = new BumpAllocator(noisyPool(base, bytes));
          let cursor = base;
          for (const [size, align] of requests) {
            const answer = bump.alloc(size, align);
            const address = Math.ceil(cursor / align) * align;
            if (size === 0) {
              expect(answer).not.toBeNull();
              expect(Number(answer) % align).toBe(0);
            } else if (address + size <= base + bytes) {
              expect(answer).toBe(address);
              cursor = address + size;
            } else {
              expect(answer).toBeNull();
            }
          }
        },
      ),
    );
  });
});

describe('zero-size requests', () => {
  test.each(ALIGNMENTS)('take no room at alignment %i', (align) => {
    const bump = bumpOver(1_024);
    bump.alloc(5, 1);
    expect(bump.alloc(0, align)).toBe(Math.ceil(5 / align) * align);
    expect(bump.alloc(1, 1)).toBe(5);
  });

  test.each(ALIGNMENTS)('get an address of the full pool aligned to %i', (align) => {
    for (const base of [0, 1, 37, 64, 1_000]) {
      const bump = new BumpAllocator(noisyPool(base, 1_025));
      bump.alloc(1_025, 1);
      const address = bump.alloc(0, align);
      expect(address).not.toBeNull();
      expect(Number(address) % align).toBe(0);
      expect(address).toBeGreaterThanOrEqual(base);
      expect(address).toBeLessThanOrEqual(base + 1_025);
      expect(bump.alloc(1, 1)).toBeNull();
    }
  });

  test('on a full pool get its end where that is aligned, else the last aligned address', () => {
    const bump = bumpOver(1_028);
    bump.alloc(1_028, 1);
    expect(bump.alloc(0, 4)).toBe(1_028);
    expect(bump.alloc(0, 8)).toBe(1_024);
  });
});

describe('dealloc and reset', () => {
  test('dealloc of null, of live grants and of foreign addresses changes nothing', () => {
    const bump = bumpOver(1_024);
    const address = bump.alloc(100, 1);
    for (const freed of [null, address, address, 50, -1, 5_000, NaN]) bump.dealloc(freed, 100, 1);
    expect(bump.alloc(1, 1)).toBe(100);
  });

  test('reset gives the whole pool back', () => {
    const bump = new BumpAllocator(noisyPool(7, 1_024));
    expect(bump.alloc(1_024, 1)).toBe(7);
    expect(bump.alloc(1, 1)).toBeNull();
    bump.reset();
    expect(bump.alloc(1_024, 1)).toBe(7);
  });
});

describe('arguments', () => {
  test.each([2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 16, 2 ** 53 - 1, 2 ** 63])(
    'size %i is refused, and is not taken for a smaller one',
    (size) => {
      const bump = new BumpAllocator(noisyPool(1, 1_024));
      for (const align of ALIGNMENTS) expect(bump.alloc(size, align)).toBeNull();
      expect(bump.alloc(1, 1)).toBe(1);
    },
  );

  test.each([
    [-1, 'size must be at least 0, got -1'],
    [1.5, 'size must be an integer, got 1.5'],
    [NaN, 'size must be an integer, got NaN'],
    [Infinity, 'size must be an integer, got Infinity'],
  ])('size %d is a RangeError', (size, message) => {
    expect(() => bumpOver(1_024).alloc(size, 1)).toThrow(new RangeError(message));
  });

  test.each([
    [0, 'align must be at least 1, got 0'],
    [-8, 'align must be at least 1, got -8'],
    [0.5, 'align must be an integer, got 0.5'],
    [NaN, 'align must be an integer, got NaN'],
    [3, 'align must be a power of two, got 3'],
    [48, 'align must be a power of two, got 48'],
    [2 ** 50 + 1, 'align must be a power of two, got 1125899906842625'],
  ])('alignment %d is a RangeError', (align, message) => {
    expect(() => bumpOver(1_024).alloc(8, align)).toThrow(new RangeError(message));
  });

  test.each([128, 4_096, 2 ** 32, 2 ** 52])(
    'alignment %i is refused, whatever the size',
    (align) => {
      expect(bumpOver(1_024).alloc(0, align)).toBeNull();
      expect(bumpOver(1_024).alloc(8, align)).toBeNull();
    },
  );

  test('a pool of fewer than 1,024 bytes is a RangeError', () => {
    const message = 'pool bytes must be at least 1024, got 1023';
    expect(() => bumpOver(1_023)).toThrow(new RangeError(message));
  });

  test('a pool longer than the cursor can count is a RangeError', () => {
    const pool = { memory: new ArrayBuffer(0), base: 0, bytes: BUMP_LARGEST_POOL_BYTES + 1 };
    const message = 'pool bytes must be at most 2147483647, got 2147483648';
    expect(() => new BumpAllocator(pool)).toThrow(new RangeError(message));
  });

  test('a pool that passes the end of its memory is a RangeError', () => {
    const pool = { memory: new ArrayBuffer(1_030), base: 7, bytes: 1_024 };
    const message = 'pool must end inside its memory of 1030 bytes, ends at 1031';
    expect(() => new BumpAllocator(pool)).toThrow(new RangeError(message));
  });

  test.each([-1, 0.5])('a pool with base %d is a RangeError', (base) => {
    const pool = { memory: new ArrayBuffer(2_048), base, bytes: 1_024 };
    expect(() => new BumpAllocator(pool)).toThrow(RangeError);
  });
});

describe('handle', () => {
  test('an attached allocator continues where the other stands, and resets it', () => {
    const bump = new BumpAllocator({ memory: new SharedArrayBuffer(2_048), base: 3, bytes: 1_024 });
    const other = BumpAllocator.attach(structuredClone(bump.handle()));
    expect(bump.alloc(10, 1)).toBe(3);
    expect(other.alloc(10, 1)).toBe(13);
    expect(bump.alloc(10, 1)).toBe(23);
    other.reset();
    expect(bump.alloc(10, 1)).toBe(3);
  });

  test('a pool in a plain ArrayBuffer has none, for a clone would copy it', () => {
    const bump = new BumpAllocator(noisyPool(0, 1_024));
    expect(() => bump.handle()).toThrow(
      new TypeError('the pool is in an ArrayBuffer; a handle needs a SharedArrayBuffer'),
    );
  });
});
