import type { SubjectDescription } from '../core/subject-description.js';
import type { Contract } from './contract-schema.js';
import { whyUnlimited } from './why-unlimited.js';

/**
 * Whether a lawful request exists that must be refused whatever the subject is made of (S20).
 *
 * Where a region may grow without a limit, no size is too long for it; what is left are the sizes
 * that the contract itself has refused. Where those are undefined as well, nothing can be asked, and
 * a claim that can never be put to the subject is neither kept nor in doubt.
 */
export function mayAskImpossible(contract: Contract, subject: SubjectDescription): boolean {
  if (whyUnlimited(subject) === undefined || contract.placement !== undefined) return true;
  const { abovePtrdiffMax, aboveLargest, belowSmallest } = contract.sizes;
  return [abovePtrdiffMax, aboveLargest, belowSmallest].includes('refused');
}
