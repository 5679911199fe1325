import { expect } from 'vitest';
import { requestCount } from '../../dist/src/core/program.js';
import { parseProgram } from '../../dist/src/core/parse-program-literal.js';
import { propertyIds } from '../../dist/src/core/property-id.js';
import type { SubjectResult } from '../../dist/src/core/result.js';
import { printProgram } from '../../dist/src/core/program-literal.js';
import { replay } from '../../dist/src/engine/replay.js';
import { toSavedWitness } from '../../dist/src/witness/to-saved-witness.js';
import type { ZooMember } from '../../dist/tests/zoo/zoo-table.js';
import { certifySubject, violatedIn, witnessesIn } from './certify-subject.js';

/** Whether a member answers every request, be it wrongly; the others cost seconds for each hang. */
export const returns = ({ name }: ZooMember): boolean => name !== 'loop-on-corrupt-list';

/** Programs of the campaigns that are run until one finds the lead: the first suffices for most members. */
const RUNS = [64, 512, 1_600];

/** Members that hang in some programs; to confirm that with the usual limit takes ten seconds. */
const hangs: ReadonlySet<string> = new Set([
  'loop-on-corrupt-list',
  'shrink-then-grow-over-split-tail',
  'shrink-splits-off-less-than-a-header',
]);
const SHORT_LIMIT_MS = 200;

/**
 * Certifies a member of the zoo and requires what the table says of it: the lead is found, nothing
 * breaks that the table does not allow, and the witness is short and breaks it again.
 *
 * Consequences are not judged on their own: what is not asked for is not shrunk, and to shrink
 * everything that a corrupt heap breaks takes ten times as long.
 */
export async function judgeMember(member: ZooMember, seed: number): Promise<void> {
  const { file, lead, name } = member;
  const limit = hangs.has(name) ? { hangLimitMs: SHORT_LIMIT_MS } : {};
  const result = await foundBroken(member, seed, limit);
  expect({ violated: violatedIn(result), by: witnessesIn(result) }).toEqual({
    violated: [lead],
    by: [expect.any(String)],
  });

  const witness = result.properties.find(({ id }) => id === lead)?.witness;
  if (witness === undefined) throw new Error('violated, but without a witness');
  const allowed = [lead, ...member.consequences];
  expect(allowed).toEqual(expect.arrayContaining(witness.consequences.map((one) => one.property)));
  expect(printProgram(parseProgram(witness.literal))).toBe(witness.literal);
  const most = member.shortest ?? Infinity;
  expect(requestCount(witness.program), witness.literal).toBeLessThanOrEqual(most);

  const origin = { foundBy: 'a test', functions: {} };
  const again = await replay({
    ...{ locator: file, witness: toSavedWitness(result, witness, origin) },
    ...limit,
  });
  expect(again.state, witness.literal).toBe('stillViolated');
}

/**
 * The first campaign that finds the lead with a witness as short as the table says; the last one where none
 * does. More programs find what breaks in fewer requests, from which the shrinker comes further.
 */
async function foundBroken(
  { file, lead, shortest, consequences }: ZooMember,
  seed: number,
  limit: { readonly hangLimitMs?: number },
): Promise<SubjectResult> {
  const properties = propertyIds.filter((id) => !consequences.includes(id));
  const campaign = (runs: number): Promise<SubjectResult> =>
    certifySubject({ locator: file, seed, runs, properties, ...limit });
  let result = await campaign(RUNS[0]);
  for (const runs of RUNS.slice(1)) {
    const witness = result.properties.find(({ id }) => id === lead)?.witness;
    if (witness !== undefined && requestCount(witness.program) <= (shortest ?? Infinity)) break;
    result = await campaign(runs);
  }
  return result;
}
