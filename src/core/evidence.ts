import type { AddressRange } from './address.js';
import type { DamageEvent, Death, StepOutcome } from './execution.js';
import type { RefusalErrorName } from './refusal-error.js';
import type { InvalidFreeName, RequestKindName } from './request-kind.js';
import type { PropertyId } from './property-id.js';
import type { TrialRole } from './trial.js';

/**
 * One property broken at one step of a trial's main execution, as data. Prose is a function of it.
 */
export interface Finding<Shown extends Evidence = Evidence> {
  readonly property: PropertyId;
  /** Path of the contract clause that the verdict rests on, for example `alignment.natural`. */
  readonly clause: string;
  readonly step: number;
  readonly evidence: Shown;
}

export type EvidenceKind = Evidence['kind'];

/** The evidence of these kinds. */
export type EvidenceOf<Kind extends EvidenceKind> = Extract<Evidence, { kind: Kind }>;

/** A live allocation as it stood when the finding was made. */
export interface Holder {
  /** Step that first granted it. */
  readonly allocation: number;
  readonly range: AddressRange;
}

export type Evidence =
  | {
      readonly kind: 'misaligned';
      readonly grant: Holder;
      readonly align: bigint;
      readonly remainder: bigint;
    }
  | {
      readonly kind: 'outOfRegion';
      readonly grant: Holder;
      readonly region: AddressRange;
      /** A part of the region that it reaches into and that is never granted; absent: none. */
      readonly withheld?: AddressRange;
    }
  | { readonly kind: 'notUsableMemory'; readonly grant: Holder; readonly death: Death }
  | { readonly kind: 'notAnAddress' }
  | {
      readonly kind: 'overlap';
      readonly grant: Holder;
      readonly live: Holder;
      readonly shared: AddressRange;
    }
  | {
      readonly kind: 'damage';
      readonly damage: DamageEvent;
      readonly victim: Holder | undefined;
      /** Earliest step after which the damage was seen, where every step was read back. */
      readonly blamedStep: number | undefined;
    }
  | {
      readonly kind: 'zeroSizeAnswer';
      readonly expected: string;
      readonly outcome: StepOutcome;
      readonly shared: Holder | undefined;
    }
  | {
      readonly kind: 'impossibleGrant';
      readonly grant: Holder;
      readonly requestedBytes: bigint;
      readonly boundBytes: bigint;
      readonly reason:
        'capacity' | 'limit' | 'ptrdiffMax' | 'productWraps' | 'sumWraps' | 'contract' | 'model';
    }
  | { readonly kind: 'impossibleFault'; readonly death: Death; readonly requestedBytes: bigint }
  | {
      readonly kind: 'spuriousRefusal';
      readonly level: 'floor' | 'gap' | 'exact';
      readonly requestedBytes: bigint;
      readonly align: bigint;
      readonly liveBytes: bigint;
      readonly capacityBytes: bigint;
      /** A range that would have served, where the level names one. */
      readonly gap: AddressRange | undefined;
    }
  | {
      readonly kind: 'notReused';
      readonly freedStep: number;
      readonly freed: Holder;
      readonly requestedBytes: bigint;
    }
  | {
      readonly kind: 'notReclaimed';
      readonly largestBytes: bigint;
      readonly align: bigint;
    }
  | {
      readonly kind: 'fewerGrants';
      /** Size of each, at no alignment of its own. */
      readonly unitBytes: bigint;
      /** How many a fresh region granted until it refused. */
      readonly freshGrants: number;
      readonly grants: number;
    }
  | {
      readonly kind: 'refusalChangedCapacity';
      readonly refusedStep: number;
      readonly largestBytes: bigint;
      readonly align: bigint;
    }
  | {
      readonly kind: 'refusalError';
      /** Where the error is told: in errno, or as the answer of posix_memalign. */
      readonly channel: 'errno' | 'answer';
      readonly expected: 'any' | 'ENOMEM' | 'EINVAL';
      readonly seen: RefusalErrorName;
    }
  | {
      readonly kind: 'blowUp';
      readonly footprintBytes: bigint;
      readonly boundBytes: bigint;
      readonly basisBytes: bigint;
    }
  | {
      readonly kind: 'leak';
      readonly rounds: number;
      readonly firstMaximumBytes: bigint;
      readonly lastMaximumBytes: bigint;
      readonly boundBytes: bigint;
    }
  | {
      readonly kind: 'differs';
      readonly role: TrialRole;
      readonly otherStep: number;
      /** Answers as offsets from the region base, or words. */
      readonly answer: string;
      readonly otherAnswer: string;
    }
  | {
      readonly kind: 'misplaced';
      readonly expected: bigint | undefined;
      readonly outcome: StepOutcome;
    }
  | {
      readonly kind: 'usableTooSmall';
      readonly holder: Holder;
      readonly requestedBytes: bigint;
      readonly usableBytes: bigint;
    }
  | { readonly kind: 'usableOverlap'; readonly holder: Holder; readonly other: Holder | undefined }
  | {
      readonly kind: 'invalidFreeAnswer';
      readonly invalid: InvalidFreeName | 'null' | 'badAlign';
      readonly expected: string;
      readonly outcome: StepOutcome;
    }
  | { readonly kind: 'notInPlace'; readonly before: Holder; readonly after: Holder }
  | {
      readonly kind: 'fault';
      /** What was asked when it died. */
      readonly request: RequestKindName;
      readonly death: Death;
    };
