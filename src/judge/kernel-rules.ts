import { reuseLimit } from '../contract/contract-clauses.js';
import type { Contract } from '../contract/contract-schema.js';
import { invalidFreeNames } from '../core/request-kind.js';
import type { SubjectDescription } from '../core/subject-description.js';

/** The contract as the kernel reads it: numbers and flags. */
export interface KernelRules {
  /** Every start is a multiple of so many bytes, or breaks a promise before it is booked (S34). */
  readonly granuleLog2: number;
  readonly naturalLog2: number;
  readonly weak: boolean;
  readonly keepsAlignment: boolean;
  readonly reallocInPlaceOnly: boolean;
  readonly growable: boolean;
  readonly sizeMax: number;
  readonly ptrdiffMax: number;
  /** 0 never asked, 1 judged. */
  readonly zeroSize: number;
  readonly zeroSizeMustGrant: boolean;
  readonly zeroSizeMustRefuse: boolean;
  readonly zeroSizeUnique: boolean;
  /** Whether a refused realloc to 0 ends the block. */
  readonly reallocToZeroEnds: boolean;
  /** Grants of other positive sizes are left to the specification, which knows the clauses in full. */
  readonly smallest: number;
  readonly largest: number;
  /** Whether every refusal needs the models: gap, exact. */
  readonly judgesEveryRefusal: boolean;
  /** Whether a refusal that names another error than ENOMEM is left to the specification. */
  readonly judgesErrors: boolean;
  /** Bytes of the largest request that must be granted after the free of one like it; 0: none. */
  readonly reuseLimit: number;
  /** 0 unjudged, 1 by all bytes ever granted, 2 by the peak of live bytes. */
  readonly growth: number;
  /** Bytes that are taken for the first byte that is granted. */
  readonly startUpBytes: number;
  /** 0 absent, 1 at least, 2 writable. */
  readonly usableSize: number;
  /** 0 undefined, 1 ignored, 2 rejected, 3 abort. */
  readonly freeNull: number;
  /** The same by code of InvalidFree. */
  readonly freeInvalid: readonly number[];
}

const invalidUse = ['undefined', 'ignored', 'rejected', 'abort'] as const;

/** Compiles a contract. Where alignment is muted, starts may be anything, so bits stand for bytes. */
export function kernelRules(contract: Contract, subject: SubjectDescription): KernelRules {
  const { natural } = contract.alignment;
  const platform = subject.sizeBits === 64 ? 16 : 8;
  const naturalLog2 = Math.log2(natural === 'weak' ? platform : natural);
  const weak = natural === 'weak';
  const { zeroSize } = contract;
  const bounds = Object.values(contract.sizes.byKind);
  return {
    granuleLog2: weak ? 0 : Math.min(naturalLog2, 4),
    naturalLog2,
    weak,
    keepsAlignment: contract.realloc.keepsAlignment || contract.realloc.newAlignment,
    reallocInPlaceOnly: contract.realloc.inPlaceOnly,
    growable: subject.growable,
    sizeMax: 2 ** subject.sizeBits - 1,
    ptrdiffMax: 2 ** (subject.sizeBits - 1) - 1,
    zeroSize: zeroSize === 'undefined' ? 0 : 1,
    zeroSizeMustGrant: zeroSize === 'dangling',
    zeroSizeMustRefuse: zeroSize === 'null',
    zeroSizeUnique: zeroSize === 'unique' || zeroSize === 'nullOrUnique',
    reallocToZeroEnds: contract.realloc.toZero === 'free' || contract.realloc.toZero === 'null',
    smallest: Math.max(contract.sizes.smallest, ...bounds.map((bound) => bound?.smallest ?? 0)),
    largest: Math.min(
      contract.sizes.largest === 'any' ? Infinity : contract.sizes.largest,
      ...bounds.map((bound) => bound?.largest ?? Infinity),
    ),
    judgesEveryRefusal: contract.nulls !== 'unjudged' || contract.placement !== undefined,
    judgesErrors: contract.refusalErrno !== 'unjudged',
    reuseLimit: reuseLimit(contract),
    growth:
      contract.growth === 'unjudged' || !subject.footprintMeasured
        ? 0
        : contract.growth === 'noBlowUp'
          ? 1
          : 2,
    startUpBytes: subject.startUpBytes ?? 0,
    usableSize: contract.usableSize === 'absent' ? 0 : contract.usableSize === 'atLeast' ? 1 : 2,
    freeNull: invalidUse.indexOf(contract.free.null),
    freeInvalid: invalidFreeNames.map((mode) => invalidUse.indexOf(contract.free[mode])),
  };
}
