import type { PropertyId } from '../core/property-id.js';
import type { SubjectResult, Witness } from '../core/result.js';
import { violatedFirst } from '../core/violated-first.js';
import { evidenceToJson } from '../witness/evidence-json.js';
import { regionBase } from '../witness/region-base.js';

/**
 * The violated properties that probably have the cause of another one, which is told before them: the
 * same program shows both, or the same bytes are wrong. Probably, because nobody looked into the subject.
 */
export function sameCauses(
  result: Pick<SubjectResult, 'properties'>,
): ReadonlyMap<PropertyId, PropertyId> {
  const causes = new Map<PropertyId, PropertyId>();
  const told: { readonly id: PropertyId; readonly witness: Witness }[] = [];
  for (const { id, witness } of violatedFirst(result)) {
    const earlier = told.find((one) => showsBoth(one.witness, witness));
    if (earlier === undefined) told.push({ id, witness });
    else causes.set(id, earlier.id);
  }
  return causes;
}

const showsBoth = (one: Witness, other: Witness): boolean =>
  one.literal === other.literal || evidenceText(one) === evidenceText(other);

const evidenceText = ({ finding, trial }: Witness): string =>
  JSON.stringify(evidenceToJson(finding.evidence, regionBase(trial.main)));
