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

/** Whether an alignment is one that nobody may grant: above 0 and no power of two. */
export function isBadAlignment(align: number): boolean {
  return align > 0 && !isPowerOfTwo(align);
}
