import type { Contract } from '../contract/contract-schema.js';
import type { SubjectDescription } from '../core/subject-description.js';

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
  /** What the subject holds at rest, which a limit includes. */
  readonly heldBytes: number;
  readonly resets: boolean;
  /** Length of a region that the subject brings, as far as known; a guess where it is not. */
  readonly ownBytes: number;
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
  contract: Contract,
  subject: SubjectDescription,
  acceptedRegionBytes = 0,
): WorldPlan {
  const { region } = contract;
  const multiple = region.sizeMultiple;
  const smallest = Math.max(multiple, Math.ceil(region.smallestBytes / multiple) * multiple);
  const most = Math.min(region.largestBytes, subject.regionBytes ?? Infinity);
  const given = subject.regionIsGiven;
  const accepted = Math.max(smallest, acceptedRegionBytes);
  const growsWithinRegion = given && subject.growable;
  // A heap that is longer than what is taken of it tests no more and costs its bandwidth.
  const useful = growsWithinRegion ? Math.max(LONGEST_HEAP, 4 * accepted) : most;
  const largest = Math.max(accepted, Math.floor(Math.min(most, useful) / multiple) * multiple);
  const held = (subject.initialFootprintBytes ?? 0) + (subject.startUpBytes ?? 0);
  // Nothing can keep a module or a command from growing, so that a limit would accuse it.
  const limitable =
    subject.growable &&
    !given &&
    (subject.kind === 'wasm' || subject.kind === 'native') &&
    subject.cannotLimit === undefined;
  return {
    region: given ? { smallest, accepted, largest, multiple } : undefined,
    growsWithinRegion,
    base: {
      step: region.baseAlign,
      modulus: given
        ? Math.min(Math.max(4_096, contract.alignment.maximum), subject.baseModulus ?? Infinity)
        : 0,
    },
    noise: given && region.freshBytes === 'any',
    heldBytes: held,
    limits: limitable ? [1, 4, 16, 64].map((mib) => held + mib * MIB) : [],
    resets: contract.requests.includes('reset') && subject.kinds.includes('reset'),
    ownBytes: given ? 0 : (subject.regionBytes ?? LARGEST_WITHOUT_LIMIT),
    boundless: subject.growable && !given && !limitable,
  };
}
