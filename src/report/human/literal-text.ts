import type { Witness } from '../../core/result.js';

/** A literal longer than this is for the witness file only. */
const LONGEST_LITERAL = 600;

/** The program of a witness in one line; of a long one the beginning, and where the rest stands. */
export function literalText({ literal, file }: Pick<Witness, 'literal' | 'file'>): string {
  if (literal.length <= LONGEST_LITERAL) return literal;
  const place = file === '' ? 'the JSON report' : file;
  return `${literal.slice(0, 80)} ... (${literal.length} characters, whole in ${place})`;
}
