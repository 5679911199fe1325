import type { Death } from '../core/execution.js';
import { PRINTED } from '../core/fault.js';
import type { Terms } from './terms.js';

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

/** Whether the subject ended on purpose within a call: by an abort, an exit or a trap instruction. */
export function endsByItself({ phase, fault, message }: Death): boolean {
  if (phase !== 'call') return false;
  if (fault === 'abort' || fault === 'unreachable' || fault === 'exit') return true;
  return fault === 'badCall' && /^SIG(ILL|TRAP)\b/.test(message ?? '');
}
