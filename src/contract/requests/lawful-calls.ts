import type { EntryPointName } from '../../core/entry-point.js';
import { invalidFreeNames, type RequestKindName } from '../../core/request-kind.js';
import type { SubjectDescription } from '../../core/subject-description.js';
import type { Contract } from '../document/contract-schema.js';
import { isPowerOfTwo } from '../../core/power-of-two.js';

/**
 * The request kinds that may be asked of this subject under this contract: what the contract
 * declares and the subject has (S1), less what no clause says the answer to. The two macros follow:
 * `fill` wherever something can be allocated, `drain` wherever something can be freed; no contract
 * names them.
 */
export function lawfulKinds(
  contract: Contract,
  subject: SubjectDescription,
): readonly RequestKindName[] {
  const kinds = contract.requests.filter(
    (kind) =>
      subject.kinds.includes(kind) && subjectAllows(kind, subject) && saysAnswer(kind, contract),
  );
  return [
    ...kinds,
    ...(kinds.includes('alloc') ? (['fill'] as const) : []),
    ...(kinds.includes('dealloc') ? (['drain'] as const) : []),
  ];
}

function subjectAllows(kind: RequestKindName, subject: SubjectDescription): boolean {
  switch (kind) {
    case 'extend':
    case 'append':
    case 'resize':
      return subject.regionIsGiven;
    case 'badAlign':
      // aligned_alloc and memalign may round a bad alignment up, lawfully. Only posix_memalign, and
      // an ABI whose every request carries its alignment, promise an answer.
      if (subject.entryPoints.includes('posix_memalign')) return true;
      return (
        subject.takesAlignment !== false &&
        !subject.entryPoints.some((entry) => aligning.includes(entry))
      );
    default:
      return true;
  }
}

function saysAnswer(
  kind: RequestKindName,
  { free, usableSize, alignment, region }: Contract,
): boolean {
  switch (kind) {
    case 'deallocNull':
      return free.null !== 'undefined';
    case 'deallocInvalid':
      return invalidFreeNames.some((mode) => free[mode] !== 'undefined');
    case 'usable':
      return usableSize !== 'absent';
    case 'badAlign':
      return alignment.bad === 'rejected';
    case 'extend':
    case 'append':
    case 'resize':
      return region.growGranuleBytes > 0 && region.reserveBytes > 0;
    default:
      return true;
  }
}

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

/** Whether the subject's ordinary functions are given an alignment with every request. */
export const carriesAlignment = (contract: Contract, subject: SubjectDescription): boolean =>
  alignedEntryPoints(contract, subject).includes('plain');

/** The functions of a malloc family that take an alignment. */
export const aligning: readonly EntryPointName[] = ['aligned_alloc', 'posix_memalign', 'memalign'];

/**
 * The largest alignment that can be asked of this subject under this contract, a power of two in
 * bytes; 1 where a request carries no alignment at all (S28). A malloc family carries one only
 * through aligned_alloc and its like, as far as the contract names them.
 */
export const largestAlign = (contract: Contract, subject: SubjectDescription): number =>
  alignedEntryPoints(contract, subject).length > 0 ? contract.alignment.maximum : 1;

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
