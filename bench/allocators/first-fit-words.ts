import type { Allocator, Pool } from '../../src/subjects/module-port.js';

/** An ordinary allocator to measure against: a walk over boundary tags from where the last one ended. */
export default function firstFitWords(pool: Pool): Allocator {
  return boundaryTags(pool, true);
}

/** The same walk; from the first block on each time where it is not next fit. */
export function boundaryTags(pool: Pool, nextFit: boolean): Allocator {
  const words = new Int32Array(pool.memory);
  const first = ((pool.base + 15) & ~15) + 16;
  const end = (pool.base + pool.bytes - 32) & ~15;
  const header = (block: number): number => (block - 8) >> 2;
  const setTags = (block: number, bytes: number, used: number): void => {
    words[header(block)] = bytes | used;
    words[(block + bytes - 16) >> 2] = bytes | used;
  };
  setTags(first, end - first, 0);
  words[header(end)] = 1;
  words[(first - 16) >> 2] = 1;
  let rover = first;
  const take = (block: number, bytes: number): number => {
    const free = words[header(block)] & ~15;
    if (free - bytes >= 32) {
      setTags(block, bytes, 1);
      setTags(block + bytes, free - bytes, 0);
    } else setTags(block, free, 1);
    rover = block;
    return block;
  };
  const search = (from: number, to: number, bytes: number): number => {
    for (let block = from; block < to; block += words[header(block)] & ~15) {
      const tag = words[header(block)];
      if ((tag & 1) === 0 && (tag & ~15) >= bytes) return block;
    }
    return 0;
  };
  return {
    alloc(size) {
      if (size > pool.bytes) return null;
      const bytes = Math.max(32, (size + 31) & ~15);
      const block = nextFit
        ? search(rover, end, bytes) || search(first, rover, bytes)
        : search(first, end, bytes);
      return block === 0 ? null : take(block, bytes);
    },
    dealloc(address) {
      let block = address;
      let bytes = words[header(block)] & ~15;
      const next = words[header(block + bytes)];
      if ((next & 1) === 0) bytes += next & ~15;
      const before = words[(block - 16) >> 2];
      if ((before & 1) === 0) {
        block -= before & ~15;
        bytes += before & ~15;
      }
      setTags(block, bytes, 0);
      if (rover > block && rover < block + bytes) rover = block;
    },
  };
}

export const contract = {
  name: 'bench next fit',
  requests: ['alloc', 'dealloc'],
  alignment: { natural: 16, maximum: 16 },
  region: { smallestBytes: 4_096, largestBytes: 4_194_304, sizeMultiple: 16 },
};
