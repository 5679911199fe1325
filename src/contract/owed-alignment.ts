import type { Terms } from './terms.js';

/** What the alignment of a grant depends on. */
export type AlignmentTerms = Pick<Terms, 'naturalAlign' | 'weak' | 'keepsAlignment'>;

/**
 * Alignment that is owed for a grant of `bytes` bytes for which none was asked. Where it is weak, at
 * most the largest power of two not above the size (C23 7.24.3, N2293).
 */
export function naturalAlignment({ naturalAlign, weak }: AlignmentTerms, bytes: bigint): bigint {
  let align = BigInt(naturalAlign);
  if (weak) while (align > 1n && align > bytes) align >>= 1n;
  return align;
}

/**
 * Alignment that is owed for a grant: what was asked for, or the natural one. `resizes` is the kind of
 * a request that gives a live block a new size: there the old alignment holds only where the contract
 * says so, and never through reallocarray, which has no argument for it.
 */
export function owedAlignment(
  terms: AlignmentTerms,
  bytes: bigint,
  asked: bigint,
  resizes?: 'realloc' | 'reallocArray',
): bigint {
  const natural = naturalAlignment(terms, bytes);
  const isKept = resizes === undefined || (terms.keepsAlignment && resizes === 'realloc');
  if (!isKept || asked === 1n) return natural;
  return terms.weak || asked > natural ? asked : natural;
}
