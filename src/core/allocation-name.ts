/**
 * The name of the `index`-th allocation of a program: A to Z, then A1 to Z1, A2 and so on (S37).
 * Letters, because a reader compares A and B faster than addresses.
 */
export function allocationName(index: number): string {
  const round = Math.floor(index / 26);
  return String.fromCharCode(65 + (index % 26)) + (round === 0 ? '' : String(round));
}

/** What may stand for an allocation in a literal. */
export const allocationNamePattern = /^[A-Z][0-9]*$/;
