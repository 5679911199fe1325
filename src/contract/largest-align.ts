import type { SubjectDescription } from '../core/subject-description.js';
import type { Contract } from './contract-schema.js';
import { alignedEntryPoints } from './lawful-entry-points.js';

/**
 * The largest alignment that can be asked of this subject under this contract, a power of two in
 * bytes; 1 where a request carries no alignment at all (S28). A malloc family carries one only
 * through aligned_alloc and its like, as far as the contract names them.
 */
export const largestAlign = (contract: Contract, subject: SubjectDescription): number =>
  alignedEntryPoints(contract, subject).length > 0 ? contract.alignment.maximum : 1;
