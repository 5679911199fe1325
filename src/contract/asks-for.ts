import type { RequestKindName } from '../core/request-kind.js';
import type { Contract } from './contract-schema.js';

/** Whether the contract declares one of these kinds. */
export const asksFor = (contract: Contract, ...kinds: readonly RequestKindName[]): boolean =>
  kinds.some((kind) => contract.requests.includes(kind));
