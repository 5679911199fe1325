import type { SubjectDescription } from '../core/subject-description.js';
import { whyUnlimited } from './why-unlimited.js';

/**
 * Why no program can bring about a refusal for want of room, or undefined where one can: as the end of a
 * sentence that says what is missing for that. Known before anything runs.
 */
export function whyNeverFull(subject: SubjectDescription): string | undefined {
  if (subject.growable) return whyUnlimited(subject);
  const isKnown = subject.regionIsGiven || ownBytes(subject) !== undefined;
  return isKnown ? undefined : 'the length of the region is the subject’s own affair';
}

/** What a region of the subject's own holds, as it or the contract tells, or as it has shown. */
export const ownBytes = ({ regionBytes, shownBytes }: SubjectDescription): number | undefined =>
  regionBytes ?? shownBytes;
