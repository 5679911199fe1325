import type { DerivedRole } from '../../core/trial.js';
import { ExecutionStatus, Header, WORDS_PER_HEADER } from '../../core/execution-batch.js';
import type { RecordedExecution } from '../../core/recorded-execution.js';

/** What the fast judge says of derived executions; unsure is whatever may be broken. */
export type TrialVerdict = 'holds' | 'notExercised' | 'unsure';

/** Executions with roles, as they were recorded. */
export interface RecordedTrial {
  readonly main: RecordedExecution;
  readonly others: readonly RecordedRole[];
}

export interface RecordedRole {
  readonly role: DerivedRole;
  readonly recorded: RecordedExecution;
}

/** The first execution in a role. */
export const inRole = (
  { others }: RecordedTrial,
  wanted: DerivedRole,
): RecordedExecution | undefined => others.find(({ role }) => role === wanted)?.recorded;

export const hasDied = ({ batch, index }: RecordedExecution): boolean =>
  batch.headers[index * WORDS_PER_HEADER + Header.status] === ExecutionStatus.died;

/** Unsure if one is; else whether any of them was exercised. */
export function allOf(verdicts: readonly TrialVerdict[]): TrialVerdict {
  if (verdicts.includes('unsure')) return 'unsure';
  return verdicts.includes('holds') ? 'holds' : 'notExercised';
}
