import type { ContractInput } from '../../../src/contract/document/contract-schema.js';
import { OffsetSpace, type Range } from './offset-space.js';

/** Each power of two is cut in as many classes; below it a class holds one length. */
const CLASSES_PER_POWER = 8;

/**
 * Correct: good fit over offsets with eight classes per power of two. A hole stands in the class that
 * its length is in, and a request looks from the first class on all holes of which are long enough. So
 * from 17 on it may refuse what was just freed, which is too short for that class, and still gives
 * back all.
 *
 * Source: S. Aaltonen, OffsetAllocator; M. Masmano and others, "TLSF", ECRTS 2004.
 */
class GoodFit extends OffsetSpace {
  protected override fits({ start, end }: Range, size: number): boolean {
    return size > 0 && roundedDown(end - start) >= roundedUp(size);
  }
}

/** The least length of the class that holds of `length`. */
function roundedDown(length: number): number {
  const step = stepAt(length);
  return Math.floor(length / step) * step;
}

/** The least length of a class all of which is long enough for `size`. */
function roundedUp(size: number): number {
  const step = stepAt(size);
  return Math.ceil(size / step) * step;
}

/** What the lengths of a class differ by at most, and one. */
function stepAt(length: number): number {
  return length < CLASSES_PER_POWER ? 1 : 2 ** Math.floor(Math.log2(length / CLASSES_PER_POWER));
}

export const contract: ContractInput = {
  name: 'good-fit offsets',
  requests: ['alloc', 'resizeInPlace', 'dealloc', 'deallocInvalid', 'reset', 'extend'],
  sizes: { abovePtrdiffMax: 'refused' },
  alignment: { natural: 1, maximum: 1 },
  region: { smallestUsefulBytes: 1_024, reserveBytes: 1_024, growGranuleBytes: 1 },
  free: { foreign: 'rejected', interior: 'rejected', twice: 'rejected' },
  reclaims: 'everything',
  deterministic: 'claimed',
};

export default function goodFit(): GoodFit {
  return new GoodFit();
}
