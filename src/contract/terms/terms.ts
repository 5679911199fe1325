import type { EntryPointName } from '../../core/entry-point.js';
import {
  invalidFreeNames,
  type InvalidFreeName,
  type RequestKindName,
} from '../../core/request-kind.js';
import type { SubjectDescription } from '../../core/subject-description.js';
import {
  badAlignEntry,
  type BadAlignments,
  largestAlign,
  alignedEntryPoints,
  carriesAlignment,
  aligning,
  lawfulEntryPoints,
  lawfulKinds,
} from '../requests/lawful-calls.js';
import type { Contract } from '../document/contract-schema.js';
import { regionTerms, type RegionTerms } from './region-terms.js';
import { sizeRules, type SizeTerms } from '../requests/size-law.js';

/**
 * What a contract says of one subject, in named facts: compiled once for a session, and read by all
 * that ask, run and judge. What the two judges decide is written twice on purpose; what the contract
 * says is written here. Plain data, in bytes where nothing else is said.
 */
export interface Terms extends SizeTerms, BadAlignments {
  /** How reports call the contract. */
  readonly contractName: string;
  readonly subjectName: string;
  /** What the subject has a function for, lawful or not. */
  readonly offered: {
    readonly kinds: readonly RequestKindName[];
    readonly entryPoints: readonly EntryPointName[];
    /** Whether any of its functions takes an alignment. */
    readonly takesAlignment: boolean;
  };

  readonly sizeBits: 32 | 53 | 64;
  /** Largest value of the size type; 2^64 on 64 bits, where it is no JS number. */
  readonly sizeMax: number;
  /** Half of that; 2^63 on 64 bits. */
  readonly ptrdiffMax: number;
  readonly exactSizeMax: bigint;

  /**
   * Natural alignment, of a grant for which none was asked: what a function that takes an alignment is
   * given then. Where it is weak, the platform's: 16 on 64 bits and 8 below.
   */
  readonly naturalAlign: number;
  readonly naturalLog2: number;
  /** Whether a grant shorter than that is owed the largest power of two not above its size only. */
  readonly weak: boolean;
  /** Every start is a multiple of 2^this, or breaks a promise before it is booked (S34). */
  readonly granuleLog2: number;
  /** Largest alignment asked; 1 where a request carries none (S28). */
  readonly maxAlign: number;
  /** Whether aligned_alloc takes multiples of the alignment only. */
  readonly sizeMultiple: boolean;

  /**
   * Lawful kinds of requests, with the macros `fill` and `drain` where alloc and dealloc are: what the
   * contract declares and says the answer to, and the subject has (S1).
   */
  readonly kinds: readonly RequestKindName[];
  /** Lawful entry points (S1). */
  readonly entryPoints: readonly EntryPointName[];
  /** Those that take an alignment; `plain` where the subject's ordinary one does. */
  readonly alignedEntries: readonly EntryPointName[];

  /** Whether a bad alignment may be asked, to be rejected. */
  readonly judgesBadAlign: boolean;

  /** Sizes from `smallest` to `largest` are lawful in requests of every kind. */
  readonly smallest: number;
  readonly largest: number;

  /** The answer to a request of size 0 (S29). */
  readonly zeroSize: Contract['zeroSize'];
  /** Whether the contract says anything of it. */
  readonly judgesZeroSize: boolean;
  readonly zeroSizeMustGrant: boolean;
  readonly zeroSizeMustRefuse: boolean;
  /** Whether a live grant of size 0 holds its address as one byte. */
  readonly zeroSizeUnique: boolean;

  /** Whether realloc(null, n) may be asked. */
  readonly reallocOfNull: boolean;
  /** What a granted or refused realloc to 0 is for: see `Contract`. */
  readonly reallocToZero: Contract['realloc']['toZero'];
  /**
   * Whether a refused realloc to 0 ends the old block: where null is the answer that the contract
   * announces. Elsewhere it leaves the block live, as every refused realloc does.
   */
  readonly reallocToZeroEnds: boolean;
  /** Whether a grant of size 0 may be reallocated. */
  readonly reallocOfZeroSize: boolean;
  /** Whether a realloc may ask for another alignment. */
  readonly newAlignment: boolean;
  /** Whether a realloc owes an alignment: the one that it asks for, or the old one. */
  readonly keepsAlignment: boolean;
  readonly reallocInPlaceOnly: boolean;

  /** How a refusal looks (S11). */
  readonly refusal: Contract['refusal'];
  /** Parts of messages of traps that refuse. */
  readonly refusalErrors: readonly string[];
  /** Whether a refusal is a trap and ends the execution. */
  readonly refusalEnds: boolean;
  /** Whether the subject may give up on what nothing could meet (S20). */
  readonly refusalMayAbort: boolean;
  readonly refusalErrno: Contract['refusalErrno'];
  /** Whether the error that a refusal names is judged. */
  readonly judgesErrors: boolean;
  readonly nulls: Contract['nulls'];
  readonly gap: Contract['gap'];
  readonly placement: Contract['placement'];
  /** Whether every refusal is judged, by a gap or by the placement model. */
  readonly judgesEveryRefusal: boolean;

  /** The answer to each wrong free (S16). */
  readonly freeNull: InvalidUse;
  /** The same by code of InvalidFree. */
  readonly freeInvalid: readonly InvalidUse[];
  /** The wrong frees whose answer the contract says, where they may be asked. */
  readonly invalidFrees: readonly InvalidFreeName[];
  /** Whether an address that was never granted may lie inside the region. */
  readonly foreignInside: boolean;
  /** Those of them that the subject is promised to give up at. */
  readonly fatalFrees: readonly InvalidFreeName[];
  /** Whether an answer of 0 to a free may say that it was rejected (S40). */
  readonly rejectsFrees: boolean;
  /** Whether a wrong free may be answered by giving up. */
  readonly freeMayAbort: boolean;

  /**
   * Bytes of the largest request that must be granted right after the free of one like it (S23); 0
   * where none must.
   */
  readonly reuseLimit: number;
  readonly reclaims: Contract['reclaims'];
  /** What bounds the footprint; `unjudged` also where none is measured (S25). */
  readonly growth: Contract['growth'];
  readonly usableSize: Contract['usableSize'];
  /** Whether the usable bytes behind a `usable` request are filled (S30). */
  readonly usableWritable: boolean;
  readonly deterministic: boolean;
  /** Blocks above this are never filled nor read back. */
  readonly fillLimitBytes: number;

  readonly growable: boolean;
  /** Bytes taken from the host for the first byte that is granted. */
  readonly startUpBytes: number;
  readonly region: RegionTerms;
}

/** What happens at a wrong free. */
export type InvalidUse = Contract['free']['null'];

/** Longest block of which the pair of a free and the same request is claimed (S23). */
const REUSE_LIMIT_BYTES = 65_536;

/** What the answers to some requests do to a live block. */
export const liveRules = ({
  realloc,
  usableSize,
}: Pick<Contract, 'realloc' | 'usableSize'>): Pick<
  Terms,
  'reallocToZeroEnds' | 'usableWritable'
> => ({
  reallocToZeroEnds: realloc.toZero === 'free' || realloc.toZero === 'null',
  usableWritable: usableSize === 'writable',
});

/** Compiles a contract for a subject. */
export function termsOf(contract: Contract, subject: SubjectDescription): Terms {
  const { sizeBits } = subject;
  const { alignment, sizes, realloc, zeroSize, refusal, free } = contract;
  const exactSizeMax = (1n << BigInt(sizeBits)) - 1n;
  const weak = alignment.natural === 'weak';
  const naturalAlign =
    alignment.natural === 'weak' ? (sizeBits === 64 ? 16 : 8) : alignment.natural;
  const kinds = lawfulKinds(contract, subject);
  const maxAlign = largestAlign(contract, subject);
  const bounds = Object.values(sizes.byKind);
  const invalidFrees = invalidFreeNames.filter(
    (mode) => kinds.includes('deallocInvalid') && free[mode] !== 'undefined',
  );
  return {
    contractName: contract.name,
    subjectName: subject.name,
    offered: {
      kinds: subject.kinds,
      entryPoints: subject.entryPoints,
      takesAlignment:
        subject.takesAlignment !== false ||
        subject.entryPoints.some((entry) => aligning.includes(entry)),
    },
    sizeBits,
    pointerBytes: sizeBits === 32 ? 4 : 8,
    sizeMax: 2 ** sizeBits - 1,
    ptrdiffMax: 2 ** (sizeBits - 1) - 1,
    exactSizeMax,
    exactPtrdiffMax: exactSizeMax >> 1n,
    naturalAlign,
    naturalLog2: Math.log2(naturalAlign),
    weak,
    granuleLog2: weak ? 0 : Math.min(Math.log2(naturalAlign), 4),
    maxAlign,
    sizeMultiple: alignment.sizeMultiple,
    badAlignEntry: badAlignEntry(subject),
    kinds,
    entryPoints: lawfulEntryPoints(contract, subject),
    alignedEntries: maxAlign === 1 ? [] : alignedEntryPoints(contract, subject),
    sizes: sizeRules(contract),
    carriedAlignLog2: carriesAlignment(contract, subject) ? Math.log2(naturalAlign) : 0,
    abovePtrdiffMax: sizes.abovePtrdiffMax,
    judgesBadAlign: alignment.bad === 'rejected',
    smallest: Math.max(
      sizes.smallest,
      realloc.smallest,
      ...bounds.map((bound) => bound?.smallest ?? 0),
    ),
    largest: Math.min(
      sizes.largest === 'any' ? Infinity : sizes.largest,
      ...bounds.map((bound) => bound?.largest ?? Infinity),
    ),
    zeroSize,
    judgesZeroSize: zeroSize !== 'undefined',
    zeroSizeMustGrant: zeroSize === 'dangling',
    zeroSizeMustRefuse: zeroSize === 'null',
    zeroSizeUnique: zeroSize === 'unique' || zeroSize === 'nullOrUnique',
    reallocOfNull: realloc.ofNull === 'alloc',
    reallocToZero: realloc.toZero,
    ...liveRules(contract),
    reallocOfZeroSize: realloc.ofZeroSize,
    newAlignment: realloc.newAlignment,
    keepsAlignment: realloc.keepsAlignment || realloc.newAlignment,
    reallocInPlaceOnly: realloc.inPlaceOnly,
    refusal,
    refusalErrors: contract.refusalErrors,
    refusalEnds: refusal === 'trap',
    refusalMayAbort: contract.refusalMayAbort,
    refusalErrno: contract.refusalErrno,
    judgesErrors: contract.refusalErrno !== 'unjudged',
    nulls: contract.nulls,
    gap: contract.gap,
    placement: contract.placement,
    judgesEveryRefusal: contract.nulls !== 'unjudged' || contract.placement !== undefined,
    freeNull: free.null,
    freeInvalid: invalidFreeNames.map((mode) => free[mode]),
    invalidFrees,
    foreignInside: free.foreignWhere === 'anywhere',
    fatalFrees: invalidFrees.filter((mode) => free[mode] === 'abort'),
    rejectsFrees: Object.values(free).includes('rejected'),
    freeMayAbort: Object.values(free).includes('abort'),
    reuseLimit: contract.reuse === 'sameLayout' ? REUSE_LIMIT_BYTES : 0,
    reclaims: contract.reclaims,
    growth: subject.footprintMeasured ? contract.growth : 'unjudged',
    usableSize: contract.usableSize,
    deterministic: contract.deterministic === 'claimed',
    fillLimitBytes: contract.fillLimitBytes,
    growable: subject.growable,
    startUpBytes: subject.startUpBytes ?? 0,
    region: regionTerms(contract, subject),
  };
}
