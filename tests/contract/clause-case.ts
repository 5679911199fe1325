import type { ContractInput } from '../../dist/src/contract/document/contract-schema.js';

/** Two contracts that differ in one clause, and what is to be seen of the difference. */
export interface ClauseCase {
  readonly one: ContractInput;
  readonly other: ContractInput;
  observe(contract: ContractInput): Promise<unknown>;
}
