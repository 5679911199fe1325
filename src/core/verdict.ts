/**
 * What is known of one property of one subject. `holds` always carries its bounds; `inconclusive`
 * says that it was not exercised enough; `notApplicable` that the contract does not claim it.
 */
export type Verdict = 'holds' | 'violated' | 'inconclusive' | 'notApplicable';
