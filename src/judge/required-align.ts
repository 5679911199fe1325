import type { Terms } from '../contract/terms/terms.js';

/** log2 of the alignment that a grant of `bytes` must have where 2^`asked` was asked; 0 for none. */
export function requiredAlignLog2(
  rules: Pick<Terms, 'naturalLog2' | 'weak'>,
  bytes: number,
  asked: number,
): number {
  let natural = rules.naturalLog2;
  // A weak natural alignment is at most the largest power of two within the size.
  if (rules.weak && bytes < 1 << natural) natural = bytes > 0 ? 31 - Math.clz32(bytes) : 0;
  if (asked === 0) return natural;
  return rules.weak || asked > natural ? asked : natural;
}
