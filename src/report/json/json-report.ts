import { requestCount } from '../../core/program.js';
import type { PropertyResult, SeenOnceWitness, SubjectResult, Witness } from '../../core/result.js';
import { violatedFirst } from '../../core/violated-first.js';
import { evidenceToJson } from '../../witness/evidence-json.js';
import type { JsonValue } from '../../witness/json-value.js';
import { regionBase } from '../../witness/region-base.js';
import { tool } from '../../witness/tool.js';
import { replayCommand, type InvocationFlags } from '../reproduce-commands.js';

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
}

/**
 * The report for machines, `allocert-report/1`, described by schemas/report.schema.json. Keys stand
 * in a fixed order, and but for `elapsedMs` nothing in it is a time.
 */
export function jsonReport({ seed, results, notLoaded, flags }: ReportInput): JsonValue {
  return {
    schema: 'allocert-report/1',
    tool,
    seed,
    subjects: results.map((result) => subjectJson(result, flags)),
    notLoaded: notLoaded.map(({ locator, code, message }) => ({ locator, code, message })),
  };
}

function subjectJson(result: SubjectResult, flags: InvocationFlags): JsonValue {
  const { subject, contract, bounds } = result;
  return {
    subject: {
      name: subject.name,
      kind: subject.kind,
      locator: subject.locator,
      digest: { sha256: subject.digest },
      ...(subject.drivenThrough === undefined ? {} : { drivenThrough: subject.drivenThrough }),
    },
    contract: { name: contract.name, digest: contract.digest, because: contract.because },
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
    leftOut: result.leftOut.map(({ id, because }) => ({ goal: id, because })),
    properties: result.properties.map((property) => propertyJson(property, result, flags)),
    notes: result.notes,
  };
}

function propertyJson(
  { id, verdict, clause, checks, reason, ...seen }: PropertyResult,
  result: SubjectResult,
  flags: InvocationFlags,
): JsonValue {
  const { witness, furtherWitnesses, untoldKinds, seenOnce } = seen;
  return {
    id,
    verdict,
    clause,
    checks,
    reason,
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

function witnessJson(witness: Witness, result: SubjectResult, flags: InvocationFlags): JsonValue {
  const { finding, consequences, trial } = witness;
  return {
    program: witness.literal,
    requests: requestCount(witness.program),
    step: finding.step,
    shortest: witness.shortest,
    evidence: evidenceToJson(finding.evidence, regionBase(trial.main)),
    replay: replayCommand(result, witness, flags),
    clause: finding.clause,
    proof: witness.proof,
    failsIn: [...witness.failsIn],
    foundAtRequests: witness.foundAtRequests,
    file: witness.file,
    consequences: consequences.map(({ property, clause, step }) => ({ property, clause, step })),
  };
}
