import { describe, expect, test } from 'vitest';
import { BumpAllocator } from '../../dist/src/allocators/bump.js';
import { FirstFitAllocator } from '../../dist/src/allocators/first-fit.js';
import { sharedPool } from './pools.js';
import { runWorkers, type ChurnReport, type Grant } from './run-workers.js';

// Goal: four threads on one allocator see what one thread would see, in some order.
// Method: real workers that start together, random sizes, contents that name their owner. A lost
// update of a racy bump cursor needs more than 10^5 calls to be seen, hence the rounds.

const WORKERS = 4;

describe('bump under four threads', () => {
  test('places the grants of all threads as one thread would, without overlap or lost bytes', async () => {
    const rounds = 60_000;
    const base = 3;
    const bytes = WORKERS * rounds * (32 + 64);
    const pool = { memory: new SharedArrayBuffer(base + bytes), base, bytes };
    const handle = new BumpAllocator(pool).handle();

    const reports = await runWorkers<{ grants: Grant[]; damaged: number }>(WORKERS, {
      kind: 'grants',
      handle,
      rounds,
      finishLine: new SharedArrayBuffer(4),
    });

    expect(reports.map(({ grants }) => grants.length)).toEqual(Array(WORKERS).fill(rounds));
    expect(reports.map(({ damaged }) => damaged)).toEqual(Array(WORKERS).fill(0));
    const byAddress = reports
      .flatMap(({ grants }) => grants)
      .filter(({ size }) => size > 0)
      .sort((a, b) => a.address - b.address);
    let cursor = base;
    const misplaced = byAddress.filter(({ address, size, align }) => {
      const expected = Math.ceil(cursor / align) * align;
      cursor = address + size;
      return address !== expected;
    });
    expect(misplaced).toEqual([]);
    expect(BumpAllocator.attach(handle).alloc(1, 1)).toBe(cursor);
  });

  test('grants every byte of a pool exactly once when all threads fill it', async () => {
    const pool = sharedPool(1 << 20);
    const handle = new BumpAllocator(pool).handle();

    const reports = await runWorkers<{ grants: number }>(WORKERS, { kind: 'exhaust', handle });

    const total = reports.reduce((sum, { grants }) => sum + grants, 0);
    expect(total).toBe(pool.bytes);
    expect(new Uint8Array(pool.memory).every((timesGranted) => timesGranted === 1)).toBe(true);
  });
});

describe('first fit under four threads', () => {
  test('keeps contents apart, grants what must fit, and gives all blocks back as one', async () => {
    const rounds = 40_000;
    const allocator = new FirstFitAllocator(sharedPool(4_096), 16);

    const reports = await runWorkers<ChurnReport>(WORKERS, {
      kind: 'churn',
      handle: allocator.handle(),
      rounds,
    });

    const flawless = { granted: rounds, refused: 0, freed: rounds, damaged: 0, unfreed: 0 };
    expect(reports).toEqual(Array(WORKERS).fill(flawless));
    const allBlocks = allocator.dataEnd - allocator.dataStart;
    expect(allocator.allocate(allBlocks)).toBe(allocator.dataStart);
  });
});
