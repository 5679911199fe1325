import type { Finding } from '../core/evidence.js';
import type { Program } from '../core/program.js';
import type { PropertyId } from '../core/property-id.js';
import type { Trial } from '../core/trial.js';

/** A trial that breaks a property, as found, before it is shrunk. */
export interface Violation {
  readonly property: PropertyId;
  readonly finding: Finding;
  readonly consequences: readonly Finding[];
  readonly program: Program;
  readonly trial: Trial;
}

/** Whether another finding is the same violation: same property, clause and kind of evidence (S36). */
export function sameViolation(a: Finding, b: Finding): boolean {
  return (
    a.property === b.property &&
    a.clause === b.clause &&
    a.evidence.kind === b.evidence.kind &&
    faultOf(a) === faultOf(b)
  );
}

/** A hang must not shrink to an exception. */
function faultOf(finding: Finding): string {
  const { evidence } = finding;
  return evidence.kind === 'fault' || evidence.kind === 'impossibleFault'
    ? evidence.death.fault
    : '';
}
