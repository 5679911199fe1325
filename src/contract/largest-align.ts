import type { SubjectDescription } from '../core/subject-description.js';
import type { Contract } from './contract-schema.js';
import { lawfulEntryPoints } from './lawful-entry-points.js';

const WITH_ALIGNMENT = ['aligned_alloc', 'posix_memalign', 'memalign'] as const;

/**
 * The largest alignment that can be asked of this subject under this contract, a power of two in
 * bytes; 1 where a request carries no alignment at all (S28). A malloc family carries one only
 * through aligned_alloc and its like.
 */
export function largestAlign(contract: Contract, subject: SubjectDescription): number {
  if (subject.takesAlignment === false) return 1;
  const entries = lawfulEntryPoints(contract, subject);
  const isMallocFamily = subject.entryPoints.includes('malloc');
  if (isMallocFamily && !WITH_ALIGNMENT.some((entry) => entries.includes(entry))) return 1;
  return contract.alignment.maximum;
}
