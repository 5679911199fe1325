import { DrainOrder } from '../../core/request-kind.js';
import type { LiveBlocks } from './live-blocks.js';

/** Live slots in the order in which `drain` frees them (S24). `seed` orders the random one. */
export function drainSlots(blocks: LiveBlocks, order: number, seed: number): Int32Array {
  const slots = byAddress(blocks);
  switch (order) {
    case DrainOrder.reverse:
      return slots.reverse();
    case DrainOrder.oddEven:
      return oddThenEven(slots);
    case DrainOrder.random:
      return shuffled(slots, seed);
    default:
      return slots;
  }
}

/** Live slots by address, and by number where addresses are equal. */
function byAddress(blocks: LiveBlocks): Int32Array {
  const slots = blocks.live.slice(0, blocks.liveCount);
  // Numbers that hold both are sorted without a call for each comparison.
  const keys = new Float64Array(slots.length);
  const unit = 2 ** (32 - Math.clz32(blocks.slots));
  let largest = 0;
  let isSorted = true;
  for (let index = 0; index < slots.length; index++) {
    const key = blocks.address(slots[index]) * unit + slots[index];
    keys[index] = key;
    if (key > largest) largest = key;
    else isSorted = false;
  }
  // What was granted in a row mostly lies in a row.
  if (isSorted) return slots;
  if (largest > Number.MAX_SAFE_INTEGER)
    return slots.sort((a, b) => blocks.address(a) - blocks.address(b) || a - b);
  keys.sort();
  // Not by the operator for remainders, which subtracts bit by bit.
  for (let index = 0; index < slots.length; index++)
    slots[index] = keys[index] - Math.floor(keys[index] / unit) * unit;
  return slots;
}

function oddThenEven(slots: Int32Array): Int32Array {
  const ordered = new Int32Array(slots.length);
  const odd = slots.length >>> 1;
  for (let index = 0; index < slots.length; index++)
    ordered[(index >>> 1) + ((index & 1) === 0 ? odd : 0)] = slots[index];
  return ordered;
}

/** Fisher-Yates over a linear congruential generator; documented because the C driver has the same. */
function shuffled(slots: Int32Array, seed: number): Int32Array {
  let state = seed | 0;
  for (let last = slots.length - 1; last > 0; last--) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    const other = (state >>> 8) % (last + 1);
    const moved = slots[last];
    slots[last] = slots[other];
    slots[other] = moved;
  }
  return slots;
}
