import type { CoverageGoals } from '../../contract/goals/coverage-goals.js';
import { wrapText } from './wrap-text.js';

/** Goals that cannot be met, by reason: a line for each of a dozen would bury the verdicts. */
export function leftOutLines(leftOut: CoverageGoals['leftOut'], width?: number): string[] {
  const byReason = new Map<string, string[]>();
  for (const { id, because } of leftOut)
    byReason.set(because, [...(byReason.get(because) ?? []), id]);
  return [...byReason].flatMap(([because, ids]) =>
    wrapText(`left out: ${ids.join(', ')}: ${because}`, '    ', width),
  );
}
