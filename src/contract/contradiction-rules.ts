import type { RequestKindName } from '../core/request-kind.js';
import type { Contract } from './contract-schema.js';

/** Whether the contract declares one of these kinds. */
export const asksFor = (contract: Contract, ...kinds: readonly RequestKindName[]): boolean =>
  kinds.some((kind) => contract.requests.includes(kind));

/** A condition under which clauses contradict one another, and the sentence that says so. */
export type Rule = readonly [broken: boolean, sentence: string];

/** The sentences of the rules that are broken. */
export function brokenRules(...rules: readonly Rule[]): string[] {
  return rules.filter(([broken]) => broken).map(([, sentence]) => sentence);
}
