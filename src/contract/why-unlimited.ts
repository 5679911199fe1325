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
