import { LEAST_LIMIT_BYTES } from '../contract/terms/provocations.js';
import type { Terms } from '../contract/terms/terms.js';

/** Which worlds a program may run in (S3, S14). Bytes. */
export interface WorldPlan {
  /** Lawful lengths of a given region; undefined where the subject brings its own. */
  readonly region:
    | {
        readonly smallest: number;
        /** The smallest that init is known to accept, where it may refuse; else the smallest. */
        readonly accepted: number;
        readonly largest: number;
        readonly multiple: number;
      }
    | undefined;
  /** Whether that length is what the region may grow to, as the heap of a malloc lab does. */
  readonly growsWithinRegion: boolean;
  /** Base offsets are multiples of `step` below `modulus`. */
  readonly base: { readonly step: number; readonly modulus: number };
  readonly noise: boolean;
  /** Limits for a growable subject, smallest first; empty where there is nothing to limit. */
  readonly limits: readonly number[];
  /** What the subject holds at rest of memory of its own, which a limit includes; it may be mostly free. */
  readonly heldBytes: number;
  /** Whether calls to the host may be refused. */
  readonly hostRefuses: boolean;
  readonly resets: boolean;
  /** Length of a region that the subject brings, as far as known; a guess where it is not. */
  readonly ownBytes: number;
  /** Most that a region of its own has shown to hold; Infinity where nobody has looked. */
  readonly shownBytes: number;
  /** Whether nothing bounds what the subject may grant. */
  readonly boundless: boolean;
}

const MIB = 1_048_576;
/** A heap for an init that is content with less. */
const LONGEST_HEAP = 4 * MIB;

/**
 * Without a limit nothing larger is asked, short of what no memory could hold: lazily granted
 * gigabytes test nothing.
 */
export const LARGEST_WITHOUT_LIMIT = MIB;

export function makeWorldPlan(
  { region, growable, kinds }: Terms,
  acceptedRegionBytes = 0,
): WorldPlan {
  const { isGiven, smallestBytes: smallest, sizeMultiple: multiple } = region;
  const accepted = Math.max(smallest, acceptedRegionBytes);
  const growsWithinRegion = isGiven && growable;
  // A heap that is longer than what is taken of it tests no more and costs its bandwidth.
  const useful = growsWithinRegion ? Math.max(LONGEST_HEAP, 4 * accepted) : region.largestBytes;
  const most = Math.min(region.largestBytes, useful);
  const largest = Math.max(accepted, Math.floor(most / multiple) * multiple);
  const limits = [1, 4, 16, 64].map((times) => region.heldBytes + times * LEAST_LIMIT_BYTES);
  return {
    region: isGiven ? { smallest, accepted, largest, multiple } : undefined,
    growsWithinRegion,
    base: { step: region.baseAlign, modulus: isGiven ? region.baseModulus : 0 },
    noise: isGiven && region.mayBeNoise,
    heldBytes: isGiven ? 0 : region.heldBytes,
    limits: region.isLimitable ? limits : [],
    hostRefuses: region.hostMayRefuse,
    resets: kinds.includes('reset'),
    ownBytes: isGiven ? 0 : ownBytes(region),
    shownBytes: region.shownBytes,
    boundless: growable && !isGiven && !region.isLimitable,
  };
}

/** Length of a region of the subject's own as the generator reckons with it. */
const ownBytes = ({ ownBytes: known, shownBytes }: Terms['region']): number =>
  known === undefined
    ? Math.min(shownBytes, LARGEST_WITHOUT_LIMIT)
    : Math.min(known, LONGEST_OWN_BYTES);

/** The books of the generator are whole numbers of 32 bits. */
const LONGEST_OWN_BYTES = 2 ** 30;
