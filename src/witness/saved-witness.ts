import { z } from 'zod';
import { propertyIds } from '../core/property-id.js';

/** Version of the format; a reader refuses a higher number and reads all lower ones. */
export const WITNESS_VERSION = 1;

const exact = z.union([z.int(), z.string().regex(/^-?\d+$/)]);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const range = z.strictObject({ start: exact, end: exact });

const outcomeSchema = z
  .looseObject({ kind: z.string(), address: exact.optional() })
  .describe('What was answered; an address is an offset from the base.');

const stepSchema = z
  .looseObject({
    index: z.int().describe('Number of the step; 0 is init.'),
    request: z.int().describe('Index of the request in the program; -1 for init.'),
    kind: z.string(),
    entry: z.string(),
    align: exact,
    thread: z.int(),
    allocation: z.int().optional().describe('Step that first granted what this step speaks of.'),
    size: exact,
    second: exact,
    outcome: outcomeSchema,
    untouched: z.string(),
  })
  .describe('One request as it was sent and what was answered.');

const executionSchema = z.looseObject({
  role: z.string().describe('Role of the execution in the trial.'),
  program: z.string().describe('The program of this execution, one line.'),
  base: z.string().describe('Absolute region base, 0x and hex digits.'),
  steps: z.array(stepSchema),
  extents: z.array(
    z.looseObject({ step: z.int(), region: range, footprintBytes: exact.optional() }),
  ),
  damages: z.array(z.looseObject({ step: z.int(), aspect: z.string() })),
  death: z.looseObject({ step: z.int(), fault: z.string() }).optional(),
});

const findingSchema = z.looseObject({
  property: z.enum(propertyIds),
  clause: z.string(),
  step: z.int(),
});

const varied = z.array(z.union([z.int(), z.string()]));

const variationSchema = z.strictObject({
  of: z.enum(['size', 'align', 'region', 'base', 'fill']),
  request: z.int().optional().describe('Index of the request; absent where it is the world’s.'),
  was: z.union([z.int(), z.string()]).optional().describe('The value in the witness itself.'),
  broken: varied.describe('Values with which the same property breaks as well.'),
  kept: varied.describe('Values that were tried and with which it does not.'),
});

/**
 * The witness file (S38): everything that is needed to run a violation again and to understand it
 * without running anything. Replay reads the locator, the contract, the property and the literal;
 * the trial is kept for readers.
 *
 * Unknown keys are allowed, so that a later allocert can add some without changing the version.
 */
export const savedWitnessSchema = z.looseObject({
  schema: z.string().regex(/^allocert-witness\/\d+$/),
  tool: z.looseObject({ name: z.string(), version: z.string() }),
  subject: z.looseObject({
    locator: z.string().min(1).describe('How the user named the subject.'),
    name: z.string(),
    kind: z.string(),
    digest: z.looseObject({ sha256 }).describe('Digest of the tested bytes.'),
    sizeBits: z.union([z.literal(32), z.literal(53), z.literal(64)]),
  }),
  contract: z.looseObject({
    name: z.string(),
    digest: z.string(),
    document: z.unknown().describe('The resolved contract.'),
  }),
  functions: z
    .record(z.string(), z.string())
    .optional()
    .describe('Names of exports given by --export, where the subject was told any.'),
  property: z.enum(propertyIds),
  clause: z.string().describe('Path of the contract clause that the verdict rests on.'),
  step: z.int().describe('Step of the main execution that breaks the property.'),
  program: z.string().min(1).describe('The program, one line.'),
  requests: z.int().nonnegative(),
  shortest: z.boolean().describe('Whether every shorter program over the same alphabet was tried.'),
  proof: z
    .enum(['answers', 'repetition', 'none'])
    .optional()
    .describe('What the verdict rests on: recorded answers, repetition, or nothing that would do.'),
  failsIn: z.tuple([z.int(), z.int()]).describe('Fails k times of n runs.'),
  variations: z
    .array(variationSchema)
    .optional()
    .describe('What was varied in the program, one quantity at a time.'),
  seed: z.number().describe('Seed of the campaign that found it.'),
  foundBy: z.string().describe('The command line of that campaign.'),
  evidence: z
    .looseObject({ kind: z.string() })
    .describe('Why it is a violation; addresses are offsets from the region base.'),
  consequences: z.array(findingSchema).describe('What else breaks in the same trial.'),
  trial: z.array(executionSchema).describe('Every execution that was judged, main first.'),
});

/** A witness as it stands in its file. */
export type SavedWitness = z.output<typeof savedWitnessSchema>;
