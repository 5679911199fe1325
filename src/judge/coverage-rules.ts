import type { JudgeContext } from '../../properties/property.js';
import { baseModulus, goalIndex } from '../contract/goals/coverage-goal.js';
import type { CoverageGoal } from '../contract/goals/coverage-goals.js';
import { sizeRuleOf } from '../contract/requests/size-law.js';
import { requestKindNames } from '../core/request-kind.js';

/** What contract and subject say of coverage, as `CoverageCounter` reads it: numbers and flags. */
export interface CoverageRules {
  readonly growable: boolean;
  /** Length that the contract gives a region of the subject's own; else Infinity. */
  readonly claimedBytes: number;
  readonly sizeBits: number;
  readonly sizeMax: number;
  readonly ptrdiffMax: number;
  /** Smallest and largest lawful size by code of the request kind. */
  readonly smallest: Float64Array;
  readonly largest: Float64Array;
  /** Whether a size that exceeds PTRDIFF_MAX when rounded up to its alignment is never asked. */
  readonly roundsWithinPtrdiff: boolean;
  /** log2 of the alignment that a request carries for which none was asked. */
  readonly carriedAlignLog2: number;
  /** Whether a refused realloc to 0 ends the block. */
  readonly reallocToZeroEnds: boolean;
  /** Whether a subject may die of an invalid free, of any kind. */
  readonly mayAbort: boolean;
  /** The same by code of InvalidFree. */
  readonly abortsOf: readonly boolean[];
  readonly baseModulus: number;
  /** Whether goals about neighbours are asked for; where they are not, nobody looks at them. */
  readonly followsNeighbours: boolean;
}

/** Compiles a contract for the counter. */
export function coverageRules(
  { contract, terms }: JudgeContext,
  goals: readonly CoverageGoal[],
): CoverageRules {
  const sizes = requestKindNames.map((kind) => sizeRuleOf(terms, kind));
  const coalesce = goalIndex('coalesce', 'none');
  return {
    growable: terms.growable,
    claimedBytes: terms.region.claimedBytes,
    sizeBits: terms.sizeBits,
    sizeMax: terms.sizeMax,
    ptrdiffMax: terms.ptrdiffMax,
    smallest: Float64Array.from(sizes, (rule) => rule?.smallest ?? 1),
    largest: Float64Array.from(sizes, (rule) => rule?.largest ?? Infinity),
    roundsWithinPtrdiff: terms.abovePtrdiffMax === 'undefined',
    carriedAlignLog2: terms.carriedAlignLog2,
    reallocToZeroEnds: terms.reallocToZeroEnds,
    mayAbort: terms.freeMayAbort,
    abortsOf: terms.freeInvalid.map((answer) => answer === 'abort'),
    baseModulus: baseModulus(contract),
    followsNeighbours: goals.some(({ index }) => index === coalesce),
  };
}
