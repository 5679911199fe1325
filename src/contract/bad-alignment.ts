import type { EntryPointName } from '../core/entry-point.js';
import { isPowerOfTwo } from '../core/power-of-two.js';
import type { SubjectDescription } from '../core/subject-description.js';

/**
 * The function whose answer to a bad alignment is judged: posix_memalign where the subject has it,
 * else the ordinary one. malloc beside a posix_memalign takes no alignment, so that it can reject none.
 */
export function badAlignEntry(subject: SubjectDescription): EntryPointName {
  return subject.entryPoints.includes('posix_memalign') ? 'posix_memalign' : 'plain';
}

/**
 * Whether an alignment is one that nobody may grant: above 0 and no power of two, or, where
 * posix_memalign is asked, shorter than a pointer (POSIX.1-2017, XSH posix_memalign: EINVAL).
 */
export function isBadAlignment(
  align: number,
  { badAlignEntry: entry, pointerBytes }: BadAlignments,
): boolean {
  if (align <= 0) return false;
  return !isPowerOfTwo(align) || (entry === 'posix_memalign' && align < pointerBytes);
}

/** What a subject must reject, as far as it depends on the subject. */
export interface BadAlignments {
  /** Entry point that is asked for bad alignments. */
  readonly badAlignEntry: EntryPointName;
  readonly pointerBytes: 4 | 8;
}
