import { badAlignEntry, type BadAlignments } from '../contract/bad-alignment.js';
import type { Contract } from '../contract/contract-schema.js';
import { largestAlign } from '../contract/largest-align.js';
import { lawfulEntryPoints } from '../contract/lawful-entry-points.js';
import { lawfulKinds } from '../contract/lawful-kinds.js';
import type { EntryPointName } from '../core/entry-point.js';
import { UsageError } from '../core/errors.js';
import type { InvalidFreeName, RequestKindName } from '../core/request-kind.js';
import type { SubjectDescription } from '../core/subject-description.js';
import { sizeRules, type SizeRule, type SizedKind } from './size-rule.js';
import { makeWorldPlan, type WorldPlan } from './world-plan.js';

export type Effort = 'quick' | 'standard' | 'deep';

/**
 * All that may lawfully be asked of one subject under one contract: what the contract leaves
 * undefined or the subject lacks is absent here, so that neither the generator nor the shrinker can
 * ask it. Plain data.
 */
export interface GenerationPlan extends BadAlignments {
  readonly effort: Effort;
  readonly sizeBits: 32 | 53 | 64;
  /** Lawful kinds, with the macros `fill` and `drain` where alloc and dealloc are. */
  readonly kinds: readonly RequestKindName[];
  /** Entry points that take an alignment; `plain` where the subject's ordinary one does. */
  readonly alignedEntries: readonly EntryPointName[];
  /** Largest alignment asked; 1 where none can be. */
  readonly maxAlign: number;
  /** Whether aligned_alloc takes multiples of the alignment only. */
  readonly sizeMultiple: boolean;
  readonly sizes: Readonly<Record<SizedKind, SizeRule>>;
  /** Whether sizes above PTRDIFF_MAX, and products that wrap, may be asked. */
  readonly abovePtrdiffMax: boolean;
  /** What comes back for size 0; `never` where it is not asked. */
  readonly zeroSize: 'never' | 'refused' | 'granted';
  readonly realloc: ReallocPlan;
  /** Whether a refusal is a trap and ends the execution: what must be refused comes last then. */
  readonly refusalEnds: boolean;
  readonly invalidFrees: readonly InvalidFreePlan[];
  readonly worlds: WorldPlan;
  /** extend, append and resize take multiples of this; 0 where they are not declared. */
  readonly growGranuleBytes: number;
  /** Bytes by which a region may grow in all. */
  readonly reserveBytes: number;
  /** What a block is thought to cost, for the generator's own book of the fill level. */
  readonly book: { readonly granuleBytes: number; readonly overheadBytes: number };
}

export interface ReallocPlan {
  readonly ofNull: boolean;
  /** What a realloc to 0 leaves behind; `never` where it is not asked. */
  readonly toZero: 'never' | 'nothing' | 'block';
  readonly ofZeroSize: boolean;
  readonly newAlignment: boolean;
}

export interface InvalidFreePlan {
  readonly kind: InvalidFreeName;
  /** Whether the subject is promised to give up: only the last request of a program asks that. */
  readonly fatal: boolean;
}

export interface PlanOptions {
  /** Sets the largest alignment in place of the contract's (S28). */
  readonly maxAlign?: number;
  readonly effort?: Effort;
  /** The smallest region that the subject's init was seen to accept; absent: all lawful ones. */
  readonly acceptedRegionBytes?: number;
}

/** The plan for a subject under a contract. @throws UsageError where nothing can be allocated. */
export function makePlan(
  contract: Contract,
  subject: SubjectDescription,
  options: PlanOptions = {},
): GenerationPlan {
  const alignedEntries = alignedEntriesOf(contract, subject);
  const kinds = declaredKinds(contract, subject);
  return {
    effort: options.effort ?? 'standard',
    sizeBits: subject.sizeBits,
    pointerBytes: subject.sizeBits === 32 ? 4 : 8,
    kinds,
    alignedEntries,
    badAlignEntry: badAlignEntry(subject),
    maxAlign: alignedEntries.length === 0 ? 1 : (options.maxAlign ?? contract.alignment.maximum),
    sizeMultiple: contract.alignment.sizeMultiple,
    sizes: sizeRules(contract),
    abovePtrdiffMax: contract.sizes.abovePtrdiffMax === 'refused',
    zeroSize:
      contract.zeroSize === 'undefined'
        ? 'never'
        : contract.zeroSize === 'null'
          ? 'refused'
          : 'granted',
    realloc: {
      ofNull: contract.realloc.ofNull === 'alloc',
      toZero: { undefined: 'never', free: 'nothing', null: 'nothing', unique: 'block' }[
        contract.realloc.toZero
      ] as ReallocPlan['toZero'],
      ofZeroSize: contract.realloc.ofZeroSize,
      newAlignment: contract.realloc.newAlignment,
    },
    refusalEnds: contract.refusal === 'trap',
    invalidFrees: invalidFrees
      .filter((kind) => kinds.includes('deallocInvalid') && contract.free[kind] !== 'undefined')
      .map((kind) => ({ kind, fatal: contract.free[kind] === 'abort' })),
    worlds: makeWorldPlan(contract, subject, options.acceptedRegionBytes),
    growGranuleBytes: contract.region.growGranuleBytes,
    reserveBytes: contract.region.reserveBytes,
    book: bookOf(contract),
  };
}

/** What contract and subject share, less what no clause says the answer to. */
function declaredKinds(contract: Contract, subject: SubjectDescription): RequestKindName[] {
  const { free, region } = contract;
  const kinds = lawfulKinds(contract, subject).filter((kind) => {
    switch (kind) {
      case 'deallocNull':
        return free.null !== 'undefined';
      case 'deallocInvalid':
        return invalidFrees.some((invalid) => free[invalid] !== 'undefined');
      case 'usable':
        return contract.usableSize !== 'absent';
      case 'badAlign':
        return contract.alignment.bad === 'rejected';
      case 'extend':
      case 'append':
      case 'resize':
        return region.growGranuleBytes > 0 && region.reserveBytes > 0;
      default:
        return true;
    }
  });
  if (!kinds.some((kind) => kind === 'alloc' || kind === 'allocZeroed' || kind === 'allocArray')) {
    throw new UsageError(
      `${subject.name}: contract ${contract.name} and the subject share no request that allocates; ` +
        `the contract has ${contract.requests.join(', ')}, the subject ${subject.kinds.join(', ')}`,
    );
  }
  return kinds;
}

const invalidFrees = ['foreign', 'interior', 'twice', 'wrongSize'] as const;

/** A subject that has aligned_alloc or its like is not asked for alignments through `malloc`. */
function alignedEntriesOf(contract: Contract, subject: SubjectDescription): EntryPointName[] {
  if (largestAlign(contract, subject) === 1) return [];
  const special = lawfulEntryPoints(contract, subject).filter(
    (entry) => entry === 'aligned_alloc' || entry === 'posix_memalign' || entry === 'memalign',
  );
  return special.length > 0 ? special : ['plain'];
}

function bookOf(contract: Contract): GenerationPlan['book'] {
  if (contract.placement !== undefined) {
    return { granuleBytes: contract.placement.granuleBytes, overheadBytes: 0 };
  }
  if (contract.gap !== undefined) {
    return { granuleBytes: contract.gap.granuleBytes, overheadBytes: contract.gap.overheadBytes };
  }
  return { granuleBytes: 8, overheadBytes: 8 };
}
