import type { Terms } from '../contract/terms/terms.js';

/** What everyday steps have in common between two events, see everyday-steps.ts. */
export interface EverydayBounds {
  readonly base: number;
  readonly end: number;
  /** Bytes that one grant may have. */
  readonly largest: number;
  /** Bytes that all live grants may have; Infinity where nothing is known. */
  readonly capacity: number;
}

/** The bounds of everyday steps on the region [base, end). `limitBytes` is the world's; 0 for none. */
export function everydayBounds(
  rules: Terms,
  base: number,
  end: number,
  limitBytes: number,
): EverydayBounds {
  const isKnown = end < UNKNOWN_END && (!rules.growable || limitBytes > 0);
  const fixed = fixedBytes(rules, base, end);
  return {
    base,
    end,
    largest: Math.min(rules.largest, rules.ptrdiffMax, MOST_EVERYDAY),
    capacity: !rules.growable ? fixed : isKnown ? Math.max(limitBytes, end - base) : Infinity,
  };
}

/**
 * Length of a region [base, end) that cannot grow: as told, and no more than the contract says; Infinity
 * where neither is known.
 */
export function fixedBytes({ region }: Terms, base: number, end: number): number {
  const { claimedBytes } = region;
  const told = end < UNKNOWN_END ? end - base : Infinity;
  return told < claimedBytes ? told : claimedBytes;
}

/** Recorded as the end of a region whose end is not known. */
export const UNKNOWN_END = Number.MAX_SAFE_INTEGER;
/** Sizes of everyday steps, and distances from the ledger's origin, are whole numbers up to this. */
export const MOST_EVERYDAY = 2 ** 31 - 1;
