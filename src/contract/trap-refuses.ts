import type { Death } from '../core/execution.js';
import type { Terms } from './terms.js';

/**
 * Whether the contract lets the subject refuse a request by dying in this way (S11): the subject
 * gave up by itself, or with an error that the contract lists.
 */
export function trapRefuses(
  { refusal, refusalErrors }: Pick<Terms, 'refusal' | 'refusalErrors'>,
  death: Death,
): boolean {
  if (refusal !== 'trap' || death.phase !== 'call') return false;
  if (death.fault === 'unreachable' || death.fault === 'abort') return true;
  const message = death.message ?? '';
  return refusalErrors.some((part) => message.includes(part));
}
