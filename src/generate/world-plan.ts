import type { Contract } from '../contract/contract-schema.js';
import type { SubjectDescription } from '../core/subject-description.js';

/** Which worlds a program may run in (S3, S14). Bytes. */
export interface WorldPlan {
  /** Lawful lengths of a given region; undefined where the subject brings its own. */
  readonly region:
    { readonly smallest: number; readonly largest: number; readonly multiple: number } | undefined;
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

/**
 * Without a limit nothing larger is asked, short of what no memory could hold: lazily granted
 * gigabytes test nothing.
 */
export const LARGEST_WITHOUT_LIMIT = MIB;

export function makeWorldPlan(contract: Contract, subject: SubjectDescription): WorldPlan {
  const { region } = contract;
  const multiple = region.sizeMultiple;
  const smallest = Math.max(multiple, Math.ceil(region.smallestBytes / multiple) * multiple);
  const most = Math.min(region.largestBytes, subject.regionBytes ?? Infinity);
  const largest = Math.max(smallest, Math.floor(most / multiple) * multiple);
  const given = subject.regionIsGiven;
  const held = subject.initialFootprintBytes ?? 0;
  // Nothing can keep a module or a command from growing, so that a limit would accuse it.
  const limitable =
    subject.growable &&
    !given &&
    (subject.kind === 'wasm' || subject.kind === 'native') &&
    subject.cannotLimit === undefined;
  return {
    region: given ? { smallest, largest, multiple } : undefined,
    growsWithinRegion: given && subject.growable,
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
