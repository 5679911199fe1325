import { requestsSent } from '../core/ordinariness.js';
import type { Finding } from '../core/evidence.js';
import type { Execution } from '../core/execution.js';
import { makeProgram, requestCount, requestsOf, type Program } from '../core/program.js';
import type { PropertyId } from '../core/property-id.js';
import type { Trial } from '../core/trial.js';
import { grantKinds } from '../../properties/moment.js';

/** A trial that breaks a property, as found, before it is shrunk. */
export interface Violation {
  readonly property: PropertyId;
  readonly finding: Finding;
  readonly consequences: readonly Finding[];
  readonly program: Program;
  readonly trial: Trial;
  /** How often it failed when it was run again as found; absent where once is enough. */
  readonly failsIn?: readonly [number, number];
}

/**
 * Whether finding `a` is the violation `b`: the same property, clause and kind of evidence (S36). What
 * rests on the exact model may become what needs no model: that says the same on a weaker contract.
 */
export function sameViolation(a: Finding, b: Finding): boolean {
  return (
    a.property === b.property &&
    (a.clause === b.clause || b.clause === 'placement') &&
    a.evidence.kind === b.evidence.kind &&
    deathOf(a) === deathOf(b)
  );
}

/** A hang must not shrink to an exception, nor a death in a free to one in a request for memory. */
function deathOf({ evidence }: Finding): string {
  switch (evidence.kind) {
    case 'fault':
      return `${evidence.death.fault} ${grantKinds.has(evidence.request) ? 'asked' : 'other'}`;
    case 'impossibleFault':
      return evidence.death.fault;
    default:
      return '';
  }
}

/** Whether what breaks the property is a call that does not come back. */
export const isHang = ({ finding: { evidence } }: Violation): boolean =>
  (evidence.kind === 'fault' || evidence.kind === 'impossibleFault') &&
  evidence.death.fault === 'hang';

/** Whether what is told is that a request which could not be met was not refused. */
export const blamesSize = ({ evidence }: Finding): boolean =>
  evidence.kind === 'impossibleFault' || evidence.kind === 'impossibleGrant';

/**
 * Whether `a` is the violation `b` after fewer requests: what breaks early is shrunk sooner, and
 * further. A hang is confirmed as it was found, and kept; so is what blames a size, which was asked
 * whether it is not ordinary damage (decision 27), as `a` was not.
 */
export const isShorter = (a: Violation, b: Violation): boolean =>
  !isHang(b) &&
  !blamesSize(b.finding) &&
  sameViolation(a.finding, b.finding) &&
  sentUntil(a) < sentUntil(b);

/** Requests up to the one that shows it, fills as what they ask for. */
const sentUntil = (violation: Violation): number =>
  violation.trial.others.length === 0 ? violation.finding.step : requestsSent(violation);

/** Requests up to the one that shows it; all where the whole trial does. */
export function requestsUntil({ finding, program, trial }: Violation): number {
  const request = trial.main.steps.at(finding.step)?.request ?? -1;
  const isAlone = trial.others.length === 0 && request >= 0;
  return isAlone ? request + 1 : requestCount(program);
}

/** The violation without the requests behind the one that shows it, which have no part in it. */
export function cutBehind(violation: Violation): Violation {
  const { finding, program, trial } = violation;
  const until = requestsUntil(violation);
  if (until >= requestCount(program)) return violation;
  const cut = makeProgram(program.world, requestsOf(program).slice(0, until));
  const isKept = ({ step }: { readonly step: number }): boolean => step <= finding.step;
  const main: Execution = {
    ...trial.main,
    program: cut,
    steps: trial.main.steps.slice(0, finding.step + 1),
    extents: trial.main.extents.filter(isKept),
    damages: trial.main.damages.filter(isKept),
    death: trial.main.death?.step === finding.step ? trial.main.death : undefined,
  };
  const consequences = violation.consequences.filter(isKept);
  return { ...violation, program: cut, consequences, trial: { main, others: [] } };
}
