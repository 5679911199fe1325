import type { Contract } from '../contract/contract-schema.js';

/** Kinds that ask for bytes. */
export const sizedKinds = [
  'alloc',
  'allocZeroed',
  'allocArray',
  'realloc',
  'reallocArray',
  'resizeInPlace',
] as const;
export type SizedKind = (typeof sizedKinds)[number];

/** Which sizes one kind may be asked for (S13, S15). Bytes. */
export interface SizeRule {
  readonly zero: boolean;
  readonly smallest: number;
  /** What happens to 1 .. smallest - 1; `never` where they are not asked. */
  readonly below: 'never' | 'refused' | 'granted';
  /** Infinity where any size may be asked. */
  readonly largest: number;
  /** Whether more than `largest` may be asked, to be refused. */
  readonly above: boolean;
}

/** The bounds of every kind under a contract. */
export function sizeRules(contract: Contract): Readonly<Record<SizedKind, SizeRule>> {
  return {
    alloc: sizeRule(contract, 'alloc'),
    allocZeroed: sizeRule(contract, 'allocZeroed'),
    allocArray: sizeRule(contract, 'allocArray'),
    realloc: sizeRule(contract, 'realloc'),
    reallocArray: sizeRule(contract, 'reallocArray'),
    resizeInPlace: sizeRule(contract, 'resizeInPlace'),
  };
}

function sizeRule(contract: Contract, kind: SizedKind): SizeRule {
  const { sizes, realloc } = contract;
  const own = sizes.byKind[kind];
  const resizes = kind === 'realloc' || kind === 'reallocArray';
  const smallest = Math.max(1, own?.smallest ?? sizes.smallest, resizes ? realloc.smallest : 1);
  const largest = own?.largest ?? sizes.largest;
  return {
    zero: resizes
      ? realloc.toZero !== 'undefined'
      : kind !== 'resizeInPlace' && contract.zeroSize !== 'undefined',
    smallest,
    // realloc.smallest is a bound of what may be asked and says nothing of what is below it.
    below:
      resizes || kind === 'resizeInPlace' || sizes.belowSmallest === 'undefined'
        ? 'never'
        : sizes.belowSmallest === 'refused'
          ? 'refused'
          : 'granted',
    largest: largest === 'any' ? Infinity : largest,
    above: largest !== 'any' && sizes.aboveLargest === 'refused',
  };
}
