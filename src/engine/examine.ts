import type { Finding } from '../core/evidence.js';
import type { Program } from '../core/program.js';
import type { PropertyId } from '../core/property-id.js';
import type { Trial } from '../core/trial.js';
import type { JudgeContext } from '../../properties/property.js';
import { propertyOf } from '../../properties/index.js';
import { explain, type Explanation } from '../judge/explain.js';
import type { Patience } from './patience.js';
import { runPrograms } from './run-programs.js';
import type { TrialRunner } from './run-trial.js';
import type { Session } from './session.js';
import type { Violation } from './violation.js';

/** Whether a property needs more than the main execution to be judged. */
export const needsTrial = (property: PropertyId): boolean =>
  propertyOf[property].needs !== undefined;

/** What the specification says of a trial, with the finding first that is told. */
export function judgeTrial(session: Session, trial: Trial): Explanation {
  const { findings, checks } = explain(trial, contextOf(session));
  return { findings: leadingFirst(findings), checks };
}

/**
 * The findings of a trial with the one first that is told: a grant that begins inside of a live block is
 * an overlap, whatever was asked, and never a failure to refuse.
 */
export function leadingFirst(findings: readonly Finding[]): readonly Finding[] {
  const [lead] = findings;
  if (lead?.evidence.kind !== 'impossibleGrant') return findings;
  const overlap = findings.find(
    ({ step, evidence }) =>
      step === lead.step &&
      evidence.kind === 'overlap' &&
      evidence.live.range.start <= evidence.grant.range.start &&
      evidence.grant.range.start < evidence.live.range.end,
  );
  return overlap === undefined
    ? findings
    : [overlap, ...findings.filter((finding) => finding !== overlap)];
}

/** What the judges know of a session. */
export const contextOf = ({ contract, subject, terms }: Session): JudgeContext => ({
  contract,
  subject: subject.description,
  terms,
});

/** The leading violation of a judged trial; undefined where nothing is broken. */
export function violationOf(
  program: Program,
  trial: Trial,
  [finding, ...consequences]: Explanation['findings'],
): Violation | undefined {
  if (finding === undefined) return undefined;
  return { property: finding.property, finding, consequences, program, trial };
}

export interface Examined {
  readonly trial: Trial;
  readonly explanation: Explanation;
}

/** Runs a program and, where `wanted` asks for them, its derived executions; judges the whole trial. */
export async function examine(
  session: Session,
  trials: TrialRunner,
  program: Program,
  wanted: readonly PropertyId[],
  patience?: Patience,
): Promise<Examined> {
  const [main] = await runPrograms(session, [program], patience);
  const trial: Trial = { main, others: [] };
  const alone = judgeTrial(session, trial);
  if (wanted.length === 0 || alone.findings.length > 0) return { trial, explanation: alone };
  const whole = await trials.run(main, wanted);
  return { trial: whole, explanation: judgeTrial(session, whole) };
}
