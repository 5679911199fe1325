import type { Terms } from './terms.js';
import type { Death } from '../../core/execution.js';
import { PRINTED } from '../../core/fault.js';

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

/**
 * Whether the contract lets the subject refuse a request by dying in this way (S11): the subject
 * gave up by itself, or with an error that the contract lists. What it had printed is none.
 */
export function trapRefuses(
  { refusal, refusalErrors }: Pick<Terms, 'refusal' | 'refusalErrors'>,
  death: Death,
): boolean {
  if (refusal !== 'trap' || death.phase !== 'call') return false;
  if (death.fault === 'unreachable' || death.fault === 'abort') return true;
  const [message] = (death.message ?? '').split(PRINTED);
  return refusalErrors.some((part) => message.includes(part));
}

/**
 * Whether a death shows what the subject does where memory is out, be that lawful or unjudged: what
 * coverage counts as a refusal.
 */
export const endsForMemory = (
  terms: Pick<Terms, 'refusal' | 'refusalErrors'>,
  death: Death,
  hostHasRefused: boolean,
): boolean => trapRefuses(terms, death) || (hostHasRefused && endsByItself(death));

/** Whether the subject ended on purpose within a call: by an abort, an exit or a trap instruction. */
export function endsByItself({ phase, fault, message }: Death): boolean {
  if (phase !== 'call') return false;
  if (fault === 'abort' || fault === 'unreachable' || fault === 'exit') return true;
  return fault === 'badCall' && /^SIG(ILL|TRAP)\b/.test(message ?? '');
}
