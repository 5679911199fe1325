import type { SubjectDescription } from '../core/subject-description.js';
import type { Contract } from './contract-schema.js';

/** What whoever executes needs from the budget beside the contract. */
export interface RunBudget {
  /** A call that takes longer is a hang (S12). */
  readonly hangLimitMs: number;
  /** Most steps that one macro may expand to. */
  readonly macroLimit: number;
}

/** The parts of contract and budget that an execution depends on; `RunSettings` of subjects. */
export interface ContractRunSettings extends RunBudget {
  readonly refusal: Contract['refusal'];
  readonly fillLimitBytes: number;
  readonly usableWritable: boolean;
  readonly reallocToZero: Contract['realloc']['toZero'];
  readonly naturalAlign: number;
  readonly reserveBytes: number;
  readonly rejectsFrees: boolean;
}

/**
 * The settings of a run. A subject that must be given an alignment gets the natural one where none
 * was asked; `weak` is then the platform's, 16 on 64 bits and 8 below, because an alignment that is
 * asked for cannot depend on the size.
 */
export function runSettings(
  contract: Contract,
  subject: SubjectDescription,
  budget: RunBudget,
): ContractRunSettings {
  const { natural } = contract.alignment;
  return {
    ...budget,
    refusal: contract.refusal,
    fillLimitBytes: contract.fillLimitBytes,
    usableWritable: contract.usableSize === 'writable',
    reallocToZero: contract.realloc.toZero,
    reserveBytes: contract.region.reserveBytes,
    rejectsFrees: Object.values(contract.free).includes('rejected'),
    naturalAlign: natural === 'weak' ? (subject.sizeBits === 64 ? 16 : 8) : natural,
  };
}
