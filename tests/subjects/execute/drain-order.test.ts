import { expect, test } from 'vitest';
import { DrainOrder } from '../../../dist/src/core/request-kind.js';
import { drainSlots } from '../../../dist/src/subjects/execute/drain-order.js';
import { LiveBlocks } from '../../../dist/src/subjects/execute/live-blocks.js';

/** Slots 0 to 4, of which 1 is free again; two of the others are at one address. */
function booked(from: number): LiveBlocks {
  const blocks = new LiveBlocks();
  blocks.begin(5);
  [40, 10, 0, 24, 24].forEach((offset, request) =>
    blocks.add(request, request + 1, from + offset, 8, 0),
  );
  blocks.remove(1);
  return blocks;
}

test.each([
  ['low', 0],
  ['too high to be sorted as one number with the slot', 2 ** 52],
])('live slots are drained by address, and by number at the same one: %s', (_, from) => {
  const drained = (order: number): number[] => [...drainSlots(booked(from), order, 1)];
  expect(drained(DrainOrder.address)).toEqual([2, 3, 4, 0]);
  expect(drained(DrainOrder.reverse)).toEqual([0, 4, 3, 2]);
  expect(drained(DrainOrder.oddEven)).toEqual([3, 0, 2, 4]);
  expect(drained(DrainOrder.random).sort()).toEqual([0, 2, 3, 4]);
});
