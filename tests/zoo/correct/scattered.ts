import type { ContractInput } from '../../../src/contract/document/contract-schema.js';
import { OffsetSpace, contract as offsets, type Range } from './offset-space.js';
import { alignDown } from './power-of-two.js';

/** Drawn anew for each allocator that this thread makes; a congruential generator. */
let hidden = 0;

/**
 * Correct: some allocators place their grants at the ends of holes. It promises no
 * determinism, so that two runs of one program may answer differently.
 */
export class Scattered extends OffsetSpace {
  readonly #high: boolean;

  constructor() {
    super();
    hidden = (Math.imul(hidden, 1_664_525) + 1_013_904_223) >>> 0;
    this.#high = hidden >= 2 ** 31;
  }

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
