import type { EntryPointName } from '../core/entry-point.js';
import type { SubjectDescription } from '../core/subject-description.js';
import type { Contract } from './contract-schema.js';

/**
 * The functions beside the ordinary one of a kind through which a request may go (S1): what the
 * contract names and the subject has. `malloc`, `calloc` and `realloc` are the ordinary ones of a
 * malloc family and lawful wherever their kind is.
 */
export function lawfulEntryPoints(
  contract: Contract,
  subject: SubjectDescription,
): readonly EntryPointName[] {
  const ordinary: readonly EntryPointName[] = ['plain', 'malloc', 'calloc', 'realloc'];
  return subject.entryPoints.filter(
    (entry) => ordinary.includes(entry) || contract.entryPoints.includes(entry),
  );
}

/**
 * The functions through which an alignment may be asked for; none where it cannot. A subject that has
 * aligned_alloc or its like is not asked for alignments through `malloc`.
 */
export function alignedEntryPoints(
  contract: Contract,
  subject: SubjectDescription,
): readonly EntryPointName[] {
  const has = subject.entryPoints.some((entry) => aligning.includes(entry));
  if (has) return lawfulEntryPoints(contract, subject).filter((entry) => aligning.includes(entry));
  const isLoneMalloc = subject.entryPoints.includes('malloc');
  return subject.takesAlignment === false || isLoneMalloc ? [] : ['plain'];
}

/** The functions of a malloc family that take an alignment. */
export const aligning: readonly EntryPointName[] = ['aligned_alloc', 'posix_memalign', 'memalign'];

/**
 * The largest alignment that can be asked of this subject under this contract, a power of two in
 * bytes; 1 where a request carries no alignment at all (S28). A malloc family carries one only
 * through aligned_alloc and its like, as far as the contract names them.
 */
export const largestAlign = (contract: Contract, subject: SubjectDescription): number =>
  alignedEntryPoints(contract, subject).length > 0 ? contract.alignment.maximum : 1;
