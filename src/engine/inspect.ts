import { coverageGoals } from '../contract/goals/coverage-goals.js';
import type { ContractSummary } from '../core/result.js';
import type { SubjectDescription } from '../core/subject-description.js';
import { openSession, type SessionOptions } from './session.js';

/** What is known of a subject without running anything but its init. */
export interface InspectResult {
  readonly description: SubjectDescription;
  readonly contract: ContractSummary;
  readonly goals: readonly { readonly id: string; readonly need: number }[];
  readonly leftOut: readonly { readonly id: string; readonly because: string }[];
}

/** @throws SubjectError, UsageError */
export async function inspect(options: SessionOptions): Promise<InspectResult> {
  const session = await openSession(options);
  try {
    const { goals, leftOut } = coverageGoals(session.contract, session.subject.description);
    return { description: session.subject.description, contract: session.summary, goals, leftOut };
  } finally {
    await session.subject.close();
  }
}
