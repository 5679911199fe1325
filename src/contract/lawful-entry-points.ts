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
