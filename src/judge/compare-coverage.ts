import type { JudgeContext } from '../../properties/property.js';
import type { CoverageGoal } from '../contract/goals/coverage-goals.js';
import { ToolBugError } from '../core/errors.js';
import type { Execution } from '../core/execution.js';
import { printProgram } from '../core/program-literal.js';
import { tallyCoverage } from './tally-coverage.js';

/**
 * Holds what `CoverageCounter` counted in one execution to what the goals mean. A difference is a
 * `ToolBugError`: coverage decides whether a subject holds, so that a wrong count is a wrong verdict.
 */
export function compareCoverage(
  execution: Execution,
  context: JudgeContext,
  goals: readonly CoverageGoal[],
  counts: Float64Array,
): void {
  const tally = tallyCoverage(execution, context);
  for (const { id, index } of goals) {
    const meant = tally.get(id) ?? 0;
    if (counts[index] === meant) continue;
    const program = printProgram(execution.program);
    throw new ToolBugError(
      `goal ${id} is counted ${counts[index]} times and reached ${meant} times, on ${program}`,
    );
  }
}
