import type { Terms } from './terms.js';

/** What whoever executes needs from the budget beside the contract. */
export interface RunBudget {
  /** A call that takes longer is a hang (S12). */
  readonly hangLimitMs: number;
  /** Most steps that one macro may expand to. */
  readonly macroLimit: number;
}

/** The parts of contract and budget that an execution depends on; `RunSettings` of subjects. */
export interface ContractRunSettings
  extends
    RunBudget,
    Pick<
      Terms,
      | 'refusal'
      | 'fillLimitBytes'
      | 'usableWritable'
      | 'reallocToZeroEnds'
      | 'naturalAlign'
      | 'rejectsFrees'
    > {
  readonly reserveBytes: number;
}

/**
 * The settings of a run. A subject that must be given an alignment gets the natural one where none
 * was asked, and the platform's where that is weak, because an alignment that is asked for cannot
 * depend on the size.
 */
export const runSettings = (terms: Terms, budget: RunBudget): ContractRunSettings => ({
  ...budget,
  refusal: terms.refusal,
  fillLimitBytes: terms.fillLimitBytes,
  usableWritable: terms.usableWritable,
  reallocToZeroEnds: terms.reallocToZeroEnds,
  reserveBytes: terms.region.reserveBytes,
  rejectsFrees: terms.rejectsFrees,
  naturalAlign: terms.naturalAlign,
});
