import { parseProgram } from '../../dist/src/core/parse-program-literal.js';
import { replay } from '../../dist/src/engine/replay.js';
import { makeReproduction } from '../../dist/src/reproduce/make-reproduction.js';
import type { Reproduction } from '../../dist/src/reproduce/reproduction.js';
import { findCallShape } from '../../dist/src/subjects/find-call-shape.js';

/** A program run on a subject, ready to be printed, and the property that it breaks there. */
export async function reproductionOf(
  locator: string,
  literal: string,
  contract?: unknown,
): Promise<{ readonly made: Reproduction; readonly property: string | undefined }> {
  const result = await replay({
    witness: { program: parseProgram(`allocert/1 ${literal}`) },
    locator,
    ...(contract === undefined ? {} : { contract: { input: contract, where: 'the test' } }),
  });
  if (result.trial === undefined) throw new Error(result.reason);
  const made = makeReproduction({
    trial: result.trial,
    finding: result.witness?.finding,
    terms: result.terms,
    subject: result.subject,
    calls: await findCallShape(result.subject, undefined),
    command: 'npx allocert replay w.json',
  });
  return { made, property: result.witness?.finding.property };
}
