import type { Allocator, Pool } from '../../src/subjects/module-port.js';
import { boundaryTags } from './first-fit-words.js';

/**
 * A slow allocator to measure against: first fit that walks from the first block on, used ones too,
 * hundreds of nanoseconds a call.
 */
export default function firstFitWalk(pool: Pool): Allocator {
  return boundaryTags(pool, false);
}

export const contract = {
  name: 'bench first fit',
  requests: ['alloc', 'dealloc'],
  alignment: { natural: 16, maximum: 16 },
  region: { smallestBytes: 4_096, largestBytes: 4_194_304, sizeMultiple: 16 },
};
