import type { SubjectDescription } from '../../core/subject-description.js';
import type { Contract } from '../document/contract-schema.js';

/** What is said of the region that a subject manages (S14). Bytes. */
export interface RegionTerms {
  /** Whether the harness hands it over. */
  readonly isGiven: boolean;
  /** Lawful lengths of a given region: multiples of `sizeMultiple` between these. */
  readonly smallestBytes: number;
  /** The largest that is tried. */
  readonly largestBytes: number;
  readonly sizeMultiple: number;
  /** The longest that the subject takes; Infinity where it takes any. */
  readonly mostBytes: number;
  /** Bases of a given region are multiples of this. */
  readonly baseAlign: number;
  /** Bases differ modulo this power of two, which is no less than the largest alignment asked. */
  readonly baseModulus: number;
  /** Whether its bytes may be anything before init. */
  readonly mayBeNoise: boolean;
  readonly mayRefuseInit: boolean;
  /** Length of the region that a subject brings along, where it is known. */
  readonly ownBytes: number | undefined;
  /** The same where the contract says it, which no grant exceeds wherever it lies; else Infinity. */
  readonly claimedBytes: number;
  /** Most that a subject with memory of its own has shown to hold; Infinity where nobody has looked. */
  readonly shownBytes: number;
  /** Capacity from which on the floor of no-spurious-null is judged (S21). */
  readonly smallestUsefulBytes: number;
  /** Most blocks that are live at once; Infinity where the bytes alone decide. */
  readonly maxBlocks: number;
  /** Ranges of offsets that are never granted. */
  readonly metadata: Contract['region']['metadata'];
  /** Addressable bytes behind the end, by which it may grow in all. */
  readonly reserveBytes: number;
  /** extend, append and resize take multiples of this; 0: not declared. */
  readonly growGranuleBytes: number;
  /** Whether the most that a growing subject may have can be set from outside. */
  readonly isLimitable: boolean;
  /** Whether calls for memory can be refused at the host's door, and are told. */
  readonly hostMayRefuse: boolean;
  /**
   * The same of a subject that brings its own memory, and so has no other end than what its host
   * refuses. The heap of a malloc lab is given: it ends where its region does.
   */
  readonly hasHostDoor: boolean;
  /** What a growing subject holds at rest, which a limit includes. */
  readonly heldBytes: number;
}

export function regionTerms(
  { region, alignment }: Contract,
  subject: SubjectDescription,
): RegionTerms {
  const multiple = region.sizeMultiple;
  const most = Math.min(region.largestBytes, subject.regionBytes ?? Infinity);
  const isGiven = subject.regionIsGiven;
  return {
    isGiven,
    smallestBytes: Math.max(multiple, Math.ceil(region.smallestBytes / multiple) * multiple),
    largestBytes: most,
    sizeMultiple: multiple,
    mostBytes: subject.regionBytes ?? Infinity,
    baseAlign: region.baseAlign,
    baseModulus: Math.min(Math.max(4_096, alignment.maximum), subject.baseModulus ?? Infinity),
    mayBeNoise: region.freshBytes === 'any' && subject.givesLengthOnly !== true,
    mayRefuseInit: region.mayRefuseInit,
    ownBytes: isGiven ? undefined : (region.ownBytes ?? subject.regionBytes),
    claimedBytes: isGiven ? Infinity : (region.ownBytes ?? Infinity),
    shownBytes: isGiven ? Infinity : (subject.shownBytes ?? Infinity),
    smallestUsefulBytes: region.smallestUsefulBytes,
    maxBlocks: region.maxBlocks ?? Infinity,
    metadata: region.metadata,
    reserveBytes: region.reserveBytes,
    growGranuleBytes: region.growGranuleBytes,
    // Where nothing can keep it from growing, a limit would accuse it.
    isLimitable: subject.growable && !isGiven && subject.cannotLimit === undefined,
    hostMayRefuse: subject.growable && subject.hasHostDoor === true,
    hasHostDoor: subject.growable && !isGiven && subject.hasHostDoor === true,
    heldBytes: (subject.initialFootprintBytes ?? 0) + (subject.startUpBytes ?? 0),
  };
}

/**
 * Why nobody can say how much memory a growing subject may have; undefined where a limit can be set or the
 * region does not grow.
 */
export const whyUnlimited = ({ growable, cannotLimit }: SubjectDescription): string | undefined =>
  growable ? cannotLimit : undefined;

/** What a region of the subject's own holds, as it or the contract tells, or as it has shown. */
export const ownBytes = ({ regionBytes, shownBytes }: SubjectDescription): number | undefined =>
  regionBytes ?? shownBytes;
