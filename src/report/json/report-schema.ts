import { z } from 'zod';
import { propertyIds } from '../../core/property-id.js';
import { reasonKinds } from '../../core/reason-kind.js';

const count = z.int().nonnegative();
const verdict = z
  .enum(['holds', 'violated', 'inconclusive', 'notApplicable'])
  .describe('holds is always within the bounds of the report.');
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const exact = z
  .union([z.int(), z.string().regex(/^-?\d+$/)])
  .describe('An integer; a decimal string from 2^53 on.');

const prose = z
  .array(
    z.union([
      z.string(),
      z.looseObject({
        kind: z.enum(['name', 'address', 'range', 'bytes']),
        text: z.string(),
        address: exact.optional(),
        start: exact.optional(),
        end: exact.optional(),
        bytes: exact.optional(),
      }),
    ]),
  )
  .describe('A sentence: its words, and objects whose text stands for what they point at.');

const block = z.looseObject({
  allocation: count.describe('Step that first granted it.'),
  name: z.string(),
  start: exact,
  end: exact,
});

const step = z.looseObject({
  index: count.describe('0 is init.'),
  request: z.int().describe('Index of the request in the program; -1 for init.'),
  kind: z.string(),
  allocation: count.optional().describe('Step that first granted what it speaks of.'),
  name: z.string().optional().describe('Name of what it grants, as in the program literal.'),
  size: exact,
  align: exact.optional(),
  second: exact.optional(),
  outcome: z.looseObject({ kind: z.string(), address: exact.optional() }),
  text: z.string().describe('The request as people read it.'),
  answer: prose,
  hostRefusedBytes: exact.optional().describe('Bytes of a call for memory that its host refused.'),
  owned: z.array(block).optional().describe('Blocks that it granted, moved or resized.'),
  ended: z.array(count).optional().describe('Allocations that are not live any more.'),
});

const execution = z
  .looseObject({
    role: z.string(),
    base: z.string().describe('Absolute region base, 0x and hex digits; addresses count from it.'),
    stepsLeftOut: count.optional().describe('First steps that are not told.'),
    liveBefore: z.array(block).optional().describe('What was live before the first step told.'),
    steps: z.array(step),
    extents: z.array(
      z.looseObject({
        step: count,
        region: z.looseObject({ start: exact, end: exact }),
        footprintBytes: exact.optional(),
      }),
    ),
  })
  .meta({ id: 'execution' });

const variation = z.looseObject({
  of: z.enum(['size', 'align', 'region', 'base', 'fill']),
  request: count.optional().describe('Index of the request; absent where it is the world’s.'),
  was: z.union([z.number(), z.string()]).optional().describe('The value in the witness itself.'),
  broken: z.array(z.union([z.number(), z.string()])),
  kept: z.array(z.union([z.number(), z.string()])),
});

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
    contradiction: z
      .looseObject({ then: prose, however: prose, blamedStep: count.optional() })
      .describe('What must be so, and what was seen instead.'),
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
    variations: z
      .array(variation)
      .optional()
      .describe('What was varied in the program, one quantity at a time.'),
    executions: z
      .array(execution)
      .describe('What was asked and answered: the main execution, and another it is held against.'),
  })
  .meta({ id: 'witness' });

const property = z.looseObject({
  id: z.enum(propertyIds),
  claim: z.string().describe('What it claims, in one sentence.'),
  verdict,
  clause: z.string().describe('Contract clause that claims it; empty where not applicable.'),
  checks: count.describe('How often it was exercised.'),
  reason: z.string().describe('Why it is inconclusive or not applicable; else empty.'),
  reasonKind: z
    .enum(reasonKinds)
    .optional()
    .describe('The same as a word; the first four where it is not applicable.'),
  sameCauseAs: z
    .enum(propertyIds)
    .optional()
    .describe('Another violated property, told first, that probably has the same cause.'),
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

const asked = z.looseObject({
  from: z.number().describe('Smallest size of a class that ends below twice of it; the alignment.'),
  granted: count,
  refused: count,
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
    limitedBy: z
      .string()
      .optional()
      .describe('What ends its memory, and why, where its calls to the host cannot be refused.'),
  }),
  contract: z.looseObject({
    name: z.string(),
    digest: sha256,
    because: z.string().describe('Who chose it, and why.'),
    document: z.unknown().describe('The resolved contract.'),
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
  notTested: z
    .array(z.looseObject({ of: z.string(), because: z.string() }))
    .optional()
    .describe('What is promised and no program can test.'),
  properties: z.array(property).describe('Every property, in a fixed order.'),
  notes: z.array(z.string()),
  certify: z.string().describe('The command line that judges it again.'),
  asked: z
    .looseObject({ sizes: z.array(asked), alignments: z.array(asked) })
    .optional()
    .describe('What was asked for in all programs.'),
  sampleRun: z
    .looseObject({ number: count, program: z.string(), execution })
    .optional()
    .describe('A judged program that shows how the subject behaves where nothing breaks.'),
});

/**
 * The JSON report, `allocert-report/1`: the source of schemas/report.schema.json, and a reader for
 * programs. Unknown keys are allowed, because later versions may add some.
 */
export const reportSchema = z.looseObject({
  schema: z.literal('allocert-report/1'),
  tool: z.looseObject({ name: z.string(), version: z.string() }),
  seed: z.number(),
  run: z
    .looseObject({
      command: z.string(),
      effort: z.string(),
      platform: z.string(),
      exitCode: count,
    })
    .optional()
    .describe('How the tool was called; absent where it was not called from a command line.'),
  subjects: z.array(subject),
  notLoaded: z
    .array(z.looseObject({ locator: z.string(), code: z.string(), message: z.string() }))
    .describe('Subjects that were named but not judged.'),
});

/** A report as programs read it, and as pages are made of. */
export type Report = z.output<typeof reportSchema>;
