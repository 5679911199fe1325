import type { RequestKindName } from '../core/request-kind.js';
import type { SubjectDescription } from '../core/subject-description.js';
import type { Contract } from './contract-schema.js';

/**
 * The request kinds that may be asked of this subject under this contract: what the contract
 * declares and the subject has (S1). The two macros follow: `fill` wherever something can be
 * allocated, `drain` wherever something can be freed; no contract names them.
 */
export function lawfulKinds(
  contract: Contract,
  subject: SubjectDescription,
): readonly RequestKindName[] {
  const kinds = contract.requests.filter((kind) => subject.kinds.includes(kind));
  return [
    ...kinds,
    ...(kinds.includes('alloc') ? (['fill'] as const) : []),
    ...(kinds.includes('dealloc') ? (['drain'] as const) : []),
  ];
}
