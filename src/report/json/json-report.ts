import { propertyOf } from '../../../properties/index.js';
import { askedAlignments, askedSizes, type AskedRow } from '../../core/asked-counts.js';
import { printProgram } from '../../core/program-literal.js';
import type { PropertyId } from '../../core/property-id.js';
import type { PropertyResult, SeenOnceWitness, SubjectResult } from '../../core/result.js';
import { violatedFirst } from '../../core/violated-first.js';
import { toJsonValue, type JsonValue } from '../../witness/json-value.js';
import { tool } from '../../witness/tool.js';
import { certifyCommand, type InvocationFlags } from '../reproduce-commands.js';
import { sameCauses } from '../same-cause.js';
import { executionJson } from './execution-json.js';
import { witnessJson } from './witness-json.js';

/** A subject that was named but could not be loaded. */
export interface NotLoaded {
  readonly locator: string;
  readonly code: string;
  readonly message: string;
}

/** What a JSON report is made of. */
export interface ReportInput {
  readonly seed: number;
  readonly results: readonly SubjectResult[];
  readonly notLoaded: readonly NotLoaded[];
  readonly flags: InvocationFlags;
  /** How the tool was called; absent where it was not called from a command line. */
  readonly run?: RunSettings;
}

/** How the tool was called, as far as a reader wants to know. */
export interface RunSettings {
  readonly command: string;
  readonly effort: string;
  /** Operating system, processor and version of Node.js. */
  readonly platform: string;
  readonly exitCode: number;
}

/**
 * The report for machines, `allocert-report/1`, described by schemas/report.schema.json. Keys stand
 * in a fixed order, and but for `elapsedMs` nothing in it is a time.
 */
export function jsonReport({ seed, results, notLoaded, flags, run }: ReportInput): JsonValue {
  return {
    schema: 'allocert-report/1',
    tool,
    seed,
    ...(run === undefined ? {} : { run: { ...run } }),
    subjects: results.map((result) => subjectJson(result, flags)),
    notLoaded: notLoaded.map(({ locator, code, message }) => ({ locator, code, message })),
  };
}

function subjectJson(result: SubjectResult, flags: InvocationFlags): JsonValue {
  const { subject, contract, bounds } = result;
  const causes = sameCauses(result);
  return {
    subject: {
      name: subject.name,
      kind: subject.kind,
      locator: subject.locator,
      digest: { sha256: subject.digest },
      sizeBits: subject.sizeBits,
      ...(subject.drivenThrough === undefined ? {} : { drivenThrough: subject.drivenThrough }),
      ...(subject.limitedBy === undefined ? {} : { limitedBy: subject.limitedBy }),
    },
    contract: {
      name: contract.name,
      digest: contract.digest,
      because: contract.because,
      document: toJsonValue(contract.document, 0n),
    },
    verdict: result.verdict,
    violated: violatedFirst(result).map(({ id }) => id),
    ended: result.ended,
    seed: result.seed,
    bounds: {
      programs: bounds.programs,
      requests: bounds.requests,
      longestProgram: bounds.longestProgram,
      elapsedMs: bounds.elapsedMs,
    },
    coverage: result.coverage.map(({ goal, reached, needed }) => ({ goal, reached, needed })),
    notTested: result.notTested.map(({ of, because }) => ({ of, because })),
    leftOut: result.leftOut.map(({ id, because }) => ({ goal: id, because })),
    properties: result.properties.map((property) =>
      propertyJson(property, result, causes.get(property.id), flags),
    ),
    notes: result.notes,
    certify: certifyCommand(result, flags),
    ...behaviourJson(result),
  };
}

function propertyJson(
  { id, verdict, clause, checks, reason, reasonKind, ...seen }: PropertyResult,
  result: SubjectResult,
  sameCauseAs: PropertyId | undefined,
  flags: InvocationFlags,
): JsonValue {
  const { witness, furtherWitnesses, untoldKinds, seenOnce } = seen;
  return {
    id,
    claim: propertyOf[id].claim,
    verdict,
    clause,
    checks,
    reason,
    ...(reasonKind === undefined ? {} : { reasonKind }),
    ...(sameCauseAs === undefined ? {} : { sameCauseAs }),
    ...(witness === undefined ? {} : { witness: witnessJson(witness, result, flags) }),
    ...(furtherWitnesses.length === 0
      ? {}
      : { furtherWitnesses: furtherWitnesses.map((one) => witnessJson(one, result, flags)) }),
    ...(untoldKinds === 0 ? {} : { untoldKinds }),
    ...(seenOnce === undefined ? {} : { seenOnce: seenOnceJson(seenOnce, result, flags) }),
  };
}

const seenOnceJson = (
  { witness, programs }: SeenOnceWitness,
  result: SubjectResult,
  flags: InvocationFlags,
): JsonValue => ({ programs, witness: witnessJson(witness, result, flags) });

/** What was asked in the whole campaign, and the program that shows how the subject behaves. */
function behaviourJson({ asked, sampleRun, contract }: SubjectResult): {
  readonly [key: string]: JsonValue;
} {
  const rows = (found: readonly AskedRow[]): JsonValue => found.map((row) => ({ ...row }));
  return {
    ...(asked === undefined
      ? {}
      : { asked: { sizes: rows(askedSizes(asked)), alignments: rows(askedAlignments(asked)) } }),
    ...(sampleRun === undefined
      ? {}
      : {
          sampleRun: {
            number: sampleRun.number,
            program: printProgram(sampleRun.execution.program),
            execution: executionJson(
              sampleRun.execution,
              { role: 'main', at: 0, mostSteps: 1_000 },
              contract.document,
            ),
          },
        }),
  };
}
