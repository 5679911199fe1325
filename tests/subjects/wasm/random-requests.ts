import type { RequestKindName } from '../../../dist/src/core/request-kind.js';
import type { Instance } from '../../../dist/src/subjects/target.js';

/** What went wrong, and how much was done. */
export interface Tally {
  grants: number;
  moves: number;
  refused: number;
  /** Blocks out of the region, overlapping a live one, or below the asked alignment. */
  misplaced: number;
  /** Blocks whose bytes were not what was written. */
  damaged: number;
}

interface Block {
  address: number;
  size: number;
  readonly align: number;
  readonly byte: number;
}

/**
 * `count` requests of a fixed pseudo-random sequence: half allocations, the rest reallocations and
 * frees, each block filled with a byte of its own that is read back when it moves or ends.
 */
export function randomRequests(
  instance: Instance,
  kinds: readonly RequestKindName[],
  count: number,
  largestAlign = 1,
): Tally {
  const tally: Tally = { grants: 0, moves: 0, refused: 0, misplaced: 0, damaged: 0 };
  const live: Block[] = [];
  const random = linearCongruential(20_251_121);
  const memory = (): Uint8Array => instance.memory ?? new Uint8Array(0);

  const accept = (block: Block): void => {
    const { address, size, align } = block;
    if (address % align !== 0 || address + size > instance.end) tally.misplaced++;
    for (const other of live) {
      if (other !== block && address < other.address + other.size && other.address < address + size)
        tally.misplaced++;
    }
    memory().fill(block.byte, address, address + size);
  };
  const check = (block: Block, address: number, length: number): void => {
    const bytes = memory().subarray(address, address + length);
    if (!bytes.every((byte) => byte === block.byte)) tally.damaged++;
  };

  for (let index = 0; index < count; index++) {
    const choice = random(10);
    if (choice < 5 || live.length === 0) {
      const size = 1 + random(choice === 0 ? 20_000 : 600);
      const align = 2 ** random(Math.log2(largestAlign) + 1);
      const address = instance.alloc(0, size, align);
      instance.refresh();
      if (address < 0) {
        tally.refused++;
        continue;
      }
      tally.grants++;
      const block = { address, size, align, byte: index & 255 };
      live.push(block);
      accept(block);
    } else if (choice < 7 && kinds.includes('realloc')) {
      const block = live[random(live.length)];
      const size = 1 + random(900);
      const address = instance.realloc(0, block.address, block.size, size, block.align);
      instance.refresh();
      if (address < 0) {
        tally.refused++;
        continue;
      }
      if (address !== block.address) tally.moves++;
      check(block, address, Math.min(size, block.size));
      Object.assign(block, { address, size });
      accept(block);
    } else {
      const [block] = live.splice(random(live.length), 1);
      check(block, block.address, block.size);
      instance.dealloc(block.address, block.size, block.align);
      instance.refresh();
    }
  }
  return tally;
}

/** Numbers below a bound, the same in every run. */
function linearCongruential(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}
