import { DrainOrder } from '../../core/request-kind.js';
import type { LiveBlocks } from './live-blocks.js';

/** Live slots in the order in which `drain` frees them (S24). `seed` orders the random one. */
export function drainSlots(blocks: LiveBlocks, order: number, seed: number): number[] {
  const slots = [...blocks.live.subarray(0, blocks.liveCount)].sort(
    (a, b) => blocks.address(a) - blocks.address(b) || a - b,
  );
  switch (order) {
    case DrainOrder.reverse:
      return slots.reverse();
    case DrainOrder.oddEven:
      return [
        ...slots.filter((_, index) => index % 2 === 1),
        ...slots.filter((_, index) => index % 2 === 0),
      ];
    case DrainOrder.random:
      return shuffled(slots, seed);
    default:
      return slots;
  }
}

/** Fisher-Yates over a linear congruential generator; documented because the C driver has the same. */
function shuffled(slots: number[], seed: number): number[] {
  let state = seed | 0;
  for (let last = slots.length - 1; last > 0; last--) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    const other = (state >>> 8) % (last + 1);
    [slots[last], slots[other]] = [slots[other], slots[last]];
  }
  return slots;
}
