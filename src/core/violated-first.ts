import { compareOrdinary } from './ordinariness.js';
import type { PropertyResult, SubjectResult, Witness } from './result.js';

/** A violated property with its witness. */
export type ViolatedProperty = PropertyResult & { readonly witness: Witness };

/** The violated properties, that with the most ordinary witness first: the order in which all reports tell them. */
export function violatedFirst({
  properties,
}: Pick<SubjectResult, 'properties'>): ViolatedProperty[] {
  return properties
    .filter((property): property is ViolatedProperty => property.witness !== undefined)
    .sort((a, b) => compareOrdinary(a.witness, b.witness));
}
