import { SubjectError } from '../../core/errors.js';
import type { SubjectDescription } from '../../core/subject-description.js';
import { nameOf } from './module-instance.js';

/**
 * The contract that a module exports, as plain data that can be sent to another thread. Whether it
 * is a good contract is for the contract reader to say.
 *
 * @throws SubjectError if it is neither a name nor a document of plain values
 */
export function exportedContract(contract: unknown, locator: string): unknown {
  if (contract === undefined || typeof contract === 'string') return contract;
  if (typeof contract !== 'object' || contract === null || Array.isArray(contract)) {
    throw new SubjectError(
      `${locator}: the export "contract" must be a preset's name or a contract document, is ${nameOf(contract)}`,
    );
  }
  try {
    return structuredClone(contract);
  } catch {
    throw new SubjectError(
      `${locator}: the export "contract" holds something that is no plain value, such as a function`,
    );
  }
}

/** The same as a suggestion that comes with the description. */
export function suggestContract(contract: unknown): SubjectDescription['suggestedContract'] {
  const because = 'the module exports it as "contract"';
  if (contract === undefined) return undefined;
  if (typeof contract === 'string') return { preset: contract, because, isOwn: true };
  const base = (contract as { readonly extends?: unknown }).extends;
  return {
    preset: typeof base === 'string' ? base : 'unnamed',
    because,
    document: contract,
    isOwn: true,
  };
}
