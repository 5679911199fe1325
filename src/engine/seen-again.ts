import { isProvenByAnswers } from '../core/evidence-proof.js';
import { examine, needsTrial } from './examine.js';
import type { TrialRunner } from './run-trial.js';
import type { Session } from './session.js';
import { isHang, sameViolation, type Violation } from './violation.js';

/** Times that a program is run again to see whether it still fails. */
export const REPEATS = 5;
/** Runs of these in which it has to. */
export const LEAST_REPEATS = 2;

/**
 * Runs the program of a violation again until it has failed twice, five times at most; answers in how
 * many of how many runs it did. A machine that was short of something, or a process that somebody killed,
 * breaks a program once; the allocator breaks it again. @throws Interrupted
 */
export async function seenAgain(
  session: Session,
  trials: TrialRunner,
  { finding, program }: Violation,
): Promise<readonly [failed: number, runs: number]> {
  const wanted = needsTrial(finding.property) ? [finding.property] : [];
  let failed = 0;
  for (let runs = 1; runs <= REPEATS; runs++) {
    const { explanation } = await examine(session, trials, program, wanted);
    if (explanation.findings.some((found) => sameViolation(found, finding))) failed++;
    const left = REPEATS - runs;
    if (failed >= LEAST_REPEATS || failed + left < LEAST_REPEATS) return [failed, runs];
  }
  return [failed, REPEATS];
}

/** Whether a verdict may rest on a violation that was seen once; a hang is confirmed by itself. */
export const standsOnceSeen = (violation: Violation): boolean =>
  isProvenByAnswers(violation.finding.evidence) || isHang(violation);
