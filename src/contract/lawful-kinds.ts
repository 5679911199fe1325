import type { EntryPointName } from '../core/entry-point.js';
import { invalidFreeNames, type RequestKindName } from '../core/request-kind.js';
import type { SubjectDescription } from '../core/subject-description.js';
import type { Contract } from './contract-schema.js';

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

const aligning: readonly EntryPointName[] = ['aligned_alloc', 'posix_memalign', 'memalign'];

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
