import type { EntryPointName } from '../core/entry-point.js';
import type { SubjectDescription } from '../core/subject-description.js';
import type { Contract } from './contract-schema.js';
import { lawfulEntryPoints } from './lawful-entry-points.js';

const aligning: readonly EntryPointName[] = ['aligned_alloc', 'posix_memalign', 'memalign'];

/**
 * The largest alignment that can be asked of this subject under this contract, a power of two in
 * bytes; 1 where a request carries no alignment at all (S28). A malloc family carries one only
 * through aligned_alloc and its like, as far as the contract names them.
 */
export function largestAlign(contract: Contract, subject: SubjectDescription): number {
  const has = subject.entryPoints.some((entry) => aligning.includes(entry));
  const may = lawfulEntryPoints(contract, subject).some((entry) => aligning.includes(entry));
  const isLoneMalloc = subject.entryPoints.includes('malloc') && !has;
  const carried = has ? may : subject.takesAlignment !== false && !isLoneMalloc;
  return carried ? contract.alignment.maximum : 1;
}
