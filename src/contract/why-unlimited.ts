import type { Contract } from './contract-schema.js';
import type { SubjectDescription } from '../core/subject-description.js';

/**
 * Why nobody can say how much memory a growing subject of this kind may have, or undefined where a
 * limit can be set or the region does not grow.
 */
export function whyUnlimited(subject: SubjectDescription): string | undefined {
  if (!subject.growable) return undefined;
  if (subject.cannotLimit !== undefined) return subject.cannotLimit;
  const canLimit = subject.kind === 'wasm' || subject.kind === 'native' || subject.regionIsGiven;
  const bound = subject.kind === 'module' ? '; one that does not says so by region()' : '';
  return canLimit ? undefined : `the region may grow and nothing here can limit it${bound}`;
}

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
