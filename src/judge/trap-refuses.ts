import type { Contract } from '../contract/contract-schema.js';
import type { Death } from '../core/execution.js';

/**
 * Whether the contract lets the subject refuse a request by dying in this way (S11): the subject
 * gave up by itself, or with an error that the contract lists.
 */
export function trapRefuses(contract: Contract, death: Death): boolean {
  if (contract.refusal !== 'trap' || death.phase !== 'call') return false;
  if (death.fault === 'unreachable' || death.fault === 'abort') return true;
  const message = death.message ?? '';
  return contract.refusalErrors.some((part) => message.includes(part));
}
