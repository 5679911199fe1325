import type { ContractInput } from '../../../src/contract/contract-schema.js';
import { OffsetSpace, contract as offsets, type Range } from './offset-space.js';
import { alignDown } from './power-of-two.js';

/** Allocators made by this thread so far. */
let made = 0;

/**
 * Correct: every other allocator places its grants at the ends of holes. It promises no
 * determinism, so that two runs of one program may answer differently.
 */
export class Scattered extends OffsetSpace {
  readonly #high = made++ % 2 === 1;

  protected override startIn(hole: Range, size: number, align: number): number {
    return this.#high ? alignDown(hole.end - size, align) : super.startIn(hole, size, align);
  }
}

export const contract: ContractInput = {
  ...offsets,
  name: 'offsets placed by a hidden state',
  deterministic: 'unjudged',
};

export default function scattered(): Scattered {
  return new Scattered();
}
