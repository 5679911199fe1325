import { allGoals, goalId } from '../../dist/src/contract/goals/coverage-goal.js';
import type { CoverageGoal } from '../../dist/src/contract/goals/coverage-goals.js';

/** All goals that there can be, as if a contract asked for each of them. */
export const everyGoal: readonly CoverageGoal[] = allGoals.map((goal, index) => ({
  id: goalId(goal),
  need: 1,
  what: '',
  index,
}));

/** Room for the counts of one execution, or of many. */
export const countsOf = (): Float64Array => new Float64Array(allGoals.length);
