import { join } from 'node:path';
import { certify, type CertifyOptions } from '../../dist/src/engine/certify.js';
import type { PropertyId } from '../../dist/src/core/property-id.js';
import type { SubjectResult } from '../../dist/src/core/result.js';

/** The root of the checkout, from which subjects are named. */
export const root = join(import.meta.dirname, '../..');

/** A campaign as a test starts it: silent, without saved witnesses, never interrupted. */
export function certifySubject(
  options: Pick<CertifyOptions, 'locator' | 'seed' | 'runs'> & Partial<CertifyOptions>,
): Promise<SubjectResult> {
  return certify({
    effort: 'quick',
    savedWitnesses: [],
    onEvent: () => undefined,
    signal: new AbortController().signal,
    ...options,
  });
}

/** What a campaign found broken. */
export const violatedIn = (result: SubjectResult): PropertyId[] =>
  result.properties.filter(({ verdict }) => verdict === 'violated').map(({ id }) => id);

/** Findings in one line each, for messages of tests: the property, its clause and the program. */
export const witnessesIn = (result: SubjectResult): string[] =>
  result.properties
    .filter(({ verdict }) => verdict === 'violated')
    .map(({ id, clause, witness }) => `${id} (${clause}): ${witness?.literal ?? 'no witness'}`);
