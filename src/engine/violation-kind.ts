import { isExtremeFinding } from '../core/ordinariness.js';
import { calledKind } from '../core/request-kind.js';
import type { Violation } from './violation.js';

/**
 * What tells violations apart that may have different causes: property, request, evidence with the kind
 * of death, and whether the size that was asked is ordinary. A campaign keeps one violation of each.
 */
export type ViolationKind = string & { readonly brand: 'ViolationKind' };

export function kindOfViolation(violation: Violation): ViolationKind {
  const { property, finding, trial } = violation;
  const { evidence } = finding;
  const step = trial.main.steps.at(finding.step);
  const death = 'death' in evidence ? evidence.death.fault : '';
  const size = isExtremeFinding(violation) ? 'extreme' : 'ordinary';
  return [
    property,
    step === undefined ? '' : calledKind(step.kind),
    evidence.kind,
    death,
    size,
  ].join(' ') as ViolationKind;
}
