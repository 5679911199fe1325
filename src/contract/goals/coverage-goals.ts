import type { SubjectDescription } from '../../core/subject-description.js';
import type { Contract } from '../document/contract-schema.js';
import { allGoals, goalId } from './coverage-goal.js';
import { goalFacts } from './goal-facts.js';
import { ruleOf } from './goal-rules.js';

/** A goal that contract and subject make possible. */
export interface CoverageGoal {
  /** Public: reports and certificates name it. */
  readonly id: string;
  /** How often; summed over all executions of a campaign. */
  readonly need: number;
  /** What is counted, in words. */
  readonly what: string;
  /** Its place among all goals, and so in an array of counts. */
  readonly index: number;
}

export interface CoverageGoals {
  readonly goals: readonly CoverageGoal[];
  /** Goals that contract or subject make impossible, with the reason. Reports list them. */
  readonly leftOut: readonly { readonly id: string; readonly because: string }[];
}

/**
 * The goals of a campaign, a pure function of contract and subject. The needs are small: a quick run
 * of some 1,600 programs reaches them with ease, so that a goal that is missed says that something
 * prevents it and not that luck was bad. `CoverageCounter` counts them.
 */
export function coverageGoals(contract: Contract, subject: SubjectDescription): CoverageGoals {
  const facts = goalFacts(contract, subject);
  const goals: CoverageGoal[] = [];
  const leftOut: { id: string; because: string }[] = [];
  allGoals.forEach((goal, index) => {
    const rule = ruleOf(goal, facts);
    if (rule === undefined) return;
    const id = goalId(goal);
    if (rule.impossible === undefined) goals.push({ id, need: rule.need, what: rule.what, index });
    else leftOut.push({ id, because: rule.impossible });
  });
  return { goals, leftOut };
}
