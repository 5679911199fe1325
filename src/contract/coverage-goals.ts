import type { SubjectDescription } from '../core/subject-description.js';
import type { Contract } from './contract-schema.js';
import { askedGoals } from './asked-goals.js';
import { reachedGoals } from './reached-goals.js';

/** Something that a campaign must have done before `holds` means anything (S32). */
export interface Goal {
  /** Public: reports and certificates name it. */
  readonly id: string;
  /** How often; summed over all executions of a campaign. */
  readonly need: number;
  /** What is counted, in words. */
  readonly what: string;
}

export interface CoverageGoals {
  readonly goals: readonly Goal[];
  /** Goals that contract or subject make impossible, with the reason. Reports list them. */
  readonly leftOut: readonly { readonly id: string; readonly because: string }[];
}

/**
 * The goals of a campaign, a pure function of contract and subject. The needs are small: a quick run
 * of some 400 programs reaches them with ease, so that a goal that is missed says that something
 * prevents it and not that luck was bad. `tallyCoverage` counts them.
 */
export function coverageGoals(contract: Contract, subject: SubjectDescription): CoverageGoals {
  const candidates = [...askedGoals(contract, subject), ...reachedGoals(contract, subject)];
  return {
    goals: candidates
      .filter(({ impossible }) => impossible === undefined)
      .map(({ id, need, what }) => ({ id, need, what })),
    leftOut: candidates.flatMap(({ id, impossible }) =>
      impossible === undefined ? [] : [{ id, because: impossible }],
    ),
  };
}
