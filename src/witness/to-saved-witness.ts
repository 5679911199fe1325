import type { Execution } from '../core/execution.js';
import { requestCount } from '../core/program.js';
import { printProgram } from '../core/program-literal.js';
import type { SubjectResult, Witness, WitnessVariation } from '../core/result.js';
import type { TrialRole } from '../core/trial.js';
import { evidenceToJson } from './evidence-json.js';
import { toJsonValue } from './json-value.js';
import { regionBase } from './region-base.js';
import { WITNESS_VERSION, type SavedWitness } from './saved-witness.js';
import { tool } from './tool.js';

/** How the campaign was started that found a witness. */
export interface WitnessOrigin {
  /** Its command line. */
  readonly foundBy: string;
  /** Functions of the subject given by --export. */
  readonly functions: Readonly<Record<string, string>>;
}

/**
 * A witness in the form of its file (S38). Keys stand in a fixed order and nothing in it is a time,
 * so that the same violation gives the same bytes.
 */
export function toSavedWitness(
  result: Pick<SubjectResult, 'subject' | 'contract' | 'seed'>,
  witness: Witness,
  origin: WitnessOrigin,
): SavedWitness {
  const { subject, contract } = result;
  const { finding, trial } = witness;
  return {
    schema: `allocert-witness/${WITNESS_VERSION}`,
    tool,
    subject: {
      locator: subject.locator,
      name: subject.name,
      kind: subject.kind,
      digest: { sha256: subject.digest },
      sizeBits: subject.sizeBits,
    },
    contract: { name: contract.name, digest: contract.digest, document: contract.document },
    ...(Object.keys(origin.functions).length === 0 ? {} : { functions: origin.functions }),
    property: finding.property,
    clause: finding.clause,
    step: finding.step,
    program: witness.literal,
    requests: requestCount(witness.program),
    shortest: witness.shortest,
    proof: witness.proof,
    failsIn: [...witness.failsIn],
    ...(witness.variations === undefined ? {} : { variations: witness.variations.map(saved) }),
    seed: result.seed,
    foundBy: origin.foundBy,
    evidence: evidenceToJson(finding.evidence, regionBase(trial.main)) as SavedWitness['evidence'],
    consequences: witness.consequences.map(({ property, clause, step }) => ({
      property,
      clause,
      step,
    })),
    trial: [
      saveExecution('main', trial.main),
      ...trial.others.map(({ role, execution }) => saveExecution(role, execution)),
    ],
  };
}

const saved = (one: WitnessVariation): NonNullable<SavedWitness['variations']>[number] => ({
  ...one,
  broken: [...one.broken],
  kept: [...one.kept],
});

type SavedExecution = SavedWitness['trial'][number];

function saveExecution(role: TrialRole, execution: Execution): SavedExecution {
  const base = regionBase(execution);
  const { program, steps, extents, damages, death, skipped } = execution;
  const observed = toJsonValue({ steps, extents, damages, death, skipped }, base);
  return {
    role,
    program: printProgram(program),
    base: `0x${base.toString(16)}`,
    ...(observed as unknown as Omit<SavedExecution, 'role' | 'program' | 'base'>),
  } as SavedExecution;
}
