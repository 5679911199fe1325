import { z } from 'zod';
import { propertyIds } from '../../core/property-id.js';

const count = z.int().nonnegative();
const verdict = z
  .enum(['holds', 'violated', 'inconclusive', 'notApplicable'])
  .describe('holds is always within the bounds of the report.');
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const witness = z
  .looseObject({
    program: z.string().describe('The program in one line; `allocert replay` takes it.'),
    requests: count,
    step: count.describe('Step that breaks the property; 0 is init.'),
    shortest: z
      .boolean()
      .describe('Whether every shorter program over the same alphabet was tried.'),
    evidence: z
      .looseObject({ kind: z.string() })
      .describe(
        'Why it is a violation. Addresses are offsets from the region base; integers from 2^53 on are decimal strings.',
      ),
    replay: z.string().describe('A command line that runs it again.'),
    clause: z.string(),
    proof: z
      .enum(['answers', 'repetition', 'none'])
      .optional()
      .describe(
        'What the verdict rests on: recorded answers, repetition, or nothing that would do.',
      ),
    failsIn: z.tuple([count, count]).describe('Fails k times of n runs.'),
    foundAtRequests: count.describe('Requests before shrinking.'),
    file: z.string().describe('The witness file; empty if none was written.'),
    consequences: z
      .array(z.looseObject({ property: z.enum(propertyIds), clause: z.string(), step: count }))
      .describe('What else breaks in the same trial.'),
  })
  .meta({ id: 'witness' });

const property = z.looseObject({
  id: z.enum(propertyIds),
  verdict,
  clause: z.string().describe('Contract clause that claims it; empty where not applicable.'),
  checks: count.describe('How often it was exercised.'),
  reason: z.string().describe('Why it is inconclusive or not applicable; else empty.'),
  witness: witness.optional().describe('Present where violated; the most ordinary one.'),
  furtherWitnesses: z
    .array(witness)
    .optional()
    .describe('Witnesses that differ from it in request, evidence or how ordinary they are.'),
  untoldKinds: count.optional().describe('Kinds of violations that are not told; absent: none.'),
  seenOnce: z
    .looseObject({
      programs: count.describe('Programs in which it was broken and not again.'),
      witness,
    })
    .optional()
    .describe('What did not happen again; the property is inconclusive for it.'),
});

const subject = z.looseObject({
  subject: z.looseObject({
    name: z.string(),
    kind: z.string(),
    locator: z.string().describe('How the user named it.'),
    digest: z.looseObject({ sha256 }).describe('Digest of the tested bytes.'),
    drivenThrough: z
      .string()
      .optional()
      .describe('How it was driven, and why, where that was not the usual way.'),
  }),
  contract: z.looseObject({
    name: z.string(),
    digest: sha256,
    because: z.string().describe('Who chose it, and why.'),
  }),
  verdict,
  violated: z
    .array(z.enum(propertyIds))
    .optional()
    .describe('The violated properties, that with the most ordinary witness first.'),
  ended: z.enum(['complete', 'timeSpent', 'interrupted', 'violated']),
  seed: z.number(),
  bounds: z.looseObject({
    programs: count,
    requests: count,
    longestProgram: count,
    elapsedMs: z.number().nonnegative(),
  }),
  coverage: z.array(z.looseObject({ goal: z.string(), reached: count, needed: count })),
  leftOut: z
    .array(z.looseObject({ goal: z.string(), because: z.string() }))
    .describe('Goals that the contract or the subject makes impossible.'),
  properties: z.array(property).describe('Every property, in a fixed order.'),
  notes: z.array(z.string()),
});

/**
 * The JSON report, `allocert-report/1`: the source of schemas/report.schema.json, and a reader for
 * programs. Unknown keys are allowed, because later versions may add some.
 */
export const reportSchema = z.looseObject({
  schema: z.literal('allocert-report/1'),
  tool: z.looseObject({ name: z.string(), version: z.string() }),
  seed: z.number(),
  subjects: z.array(subject),
  notLoaded: z
    .array(z.looseObject({ locator: z.string(), code: z.string(), message: z.string() }))
    .describe('Subjects that were named but not judged.'),
});
