import { requestCount } from '../../core/program.js';
import type { SubjectResult, Witness } from '../../core/result.js';
import type { TrialExecution } from '../../core/trial.js';
import { evidenceToJson } from '../../witness/evidence-json.js';
import { toJsonValue, type JsonValue } from '../../witness/json-value.js';
import { regionBase } from '../../witness/region-base.js';
import { contradictionOf } from '../human/contradiction.js';
import { makeScene } from '../human/scene.js';
import { replayCommand, type InvocationFlags } from '../reproduce-commands.js';
import { executionJson } from './execution-json.js';
import { proseJson } from './prose-json.js';

/** A witness in a JSON report, with all that a picture of it needs. */
export function witnessJson(
  witness: Witness,
  result: Pick<SubjectResult, 'subject' | 'contract'>,
  flags: InvocationFlags,
): JsonValue {
  const { finding, consequences, trial, variations } = witness;
  const base = regionBase(trial.main);
  const { document } = result.contract;
  return {
    program: witness.literal,
    requests: requestCount(witness.program),
    step: finding.step,
    shortest: witness.shortest,
    evidence: evidenceToJson(finding.evidence, base),
    contradiction: contradictionJson(witness, base),
    replay: replayCommand(result, witness, flags),
    clause: finding.clause,
    proof: witness.proof,
    failsIn: [...witness.failsIn],
    foundAtRequests: witness.foundAtRequests,
    file: witness.file,
    consequences: consequences.map(({ property, clause, step }) => ({ property, clause, step })),
    ...(variations === undefined ? {} : { variations: toJsonValue(variations, 0n) }),
    executions: [
      executionJson(
        trial.main,
        { role: 'main', at: finding.step, mostSteps: MOST_STEPS },
        document,
      ),
      ...trial.others
        .filter((other) => isShown(other, witness))
        .map(({ role, execution }) =>
          executionJson(execution, { role, at: finding.step, mostSteps: MOST_STEPS }, document),
        ),
    ],
  };
}

function contradictionJson({ finding, trial }: Witness, base: bigint): JsonValue {
  const scene = makeScene(finding, trial.main);
  const { then, however, blamedStep } = contradictionOf(finding.evidence, scene);
  return {
    then: proseJson(then, base),
    however: proseJson(however, base),
    ...(blamedStep === undefined ? {} : { blamedStep }),
  };
}

/** Steps of an execution that a report tells. */
const MOST_STEPS = 200;
/** A derived execution that is longer stands in the witness file only. */
const LONGEST = 2_000;

/** Of the derived executions, the one that the evidence is about. */
function isShown({ role, execution }: TrialExecution, { finding: { evidence } }: Witness): boolean {
  if (execution.steps.length > LONGEST) return false;
  if (evidence.kind === 'differs') return role === evidence.role;
  return (
    (evidence.kind === 'leak' && role === 'rounds') ||
    (evidence.kind === 'notReclaimed' && role === 'drained') ||
    (evidence.kind === 'fewerGrants' && role === 'recounted') ||
    (evidence.kind === 'refusalChangedCapacity' && role === 'afterRefusal')
  );
}
