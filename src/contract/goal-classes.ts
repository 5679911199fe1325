import type { SubjectDescription } from '../core/subject-description.js';
import type { Contract } from './contract-schema.js';

/** Sizes of a granted request by class, in bytes, both ends included. */
export const sizeClasses = [
  { id: 'size.tiny', smallest: 1, largest: 16 },
  { id: 'size.small', smallest: 17, largest: 512 },
  { id: 'size.page', smallest: 513, largest: 8_192 },
  { id: 'size.large', smallest: 8_193, largest: 1_048_576 },
] as const;

/** Numbers of blocks that are live at once; a goal is the most of them that the region can hold. */
export const liveCounts = [4, 8, 16] as const;

/** What the base of an unaligned region is no multiple of. */
export const baseModulus = (contract: Contract): number => Math.max(16, contract.alignment.maximum);

/**
 * Bytes of the largest region that a program runs in: of a given one by contract; Infinity where it
 * can grow; undefined where the subject brings a fixed one, whose length is known only once it runs.
 */
export function largestRegion(contract: Contract, subject: SubjectDescription): number | undefined {
  if (subject.regionIsGiven) return contract.region.largestBytes;
  return subject.growable ? Infinity : undefined;
}

/** What may be asked of a region of unknown length: a few hundred bytes fit any. */
export const MODEST_REGION_BYTES = 1_024;
