import { parseProgram } from '../core/parse-program-literal.js';
import type { Finding } from '../core/evidence.js';
import type { Program } from '../core/program.js';
import { printProgram } from '../core/program-literal.js';
import type { PropertyId } from '../core/property-id.js';
import type { ContractSummary, Witness } from '../core/result.js';
import type { SubjectDescription } from '../core/subject-description.js';
import type { SavedWitness } from '../witness/saved-witness.js';
import { allProperties } from '../../properties/index.js';
import { examine, needsTrial } from './examine.js';
import { TrialRunner } from './run-trial.js';
import { openSession, type SessionOptions } from './session.js';

export interface ReplayOptions extends SessionOptions {
  /** A witness file, or a bare program: then everything that the contract claims is judged. */
  readonly witness: SavedWitness | { readonly literal: string };
}

export interface ReplayResult {
  readonly state: 'stillViolated' | 'fixed' | 'notApplicable';
  /** The violation, in the form that reports render. */
  readonly witness: Witness | undefined;
  /** Whether the subject's bytes are others than those that the witness was found on. */
  readonly digestChanged: boolean;
  readonly subject: SubjectDescription;
  readonly contract: ContractSummary;
}

/** Runs one program again and says whether it still breaks what it broke (S38). */
export async function replay(options: ReplayOptions): Promise<ReplayResult> {
  const session = await openSession(options);
  try {
    const { subject, contract, summary } = session;
    const { description } = subject;
    const saved = 'property' in options.witness ? options.witness : undefined;
    const literal =
      saved === undefined ? (options.witness as { literal: string }).literal : saved.program;
    const common = {
      digestChanged: saved !== undefined && saved.subject.digest.sha256 !== description.digest,
      subject: description,
      contract: summary,
    };
    const program = parseProgram(literal);
    if (saved !== undefined && !claims(saved.property))
      return { ...common, state: 'notApplicable', witness: undefined };
    const trials = new TrialRunner(session);
    const wanted =
      saved === undefined ? trials.claimed() : needsTrial(saved.property) ? [saved.property] : [];
    let found: Witness | undefined;
    for (const candidate of [program, withEveryStepRead(program)]) {
      const { trial, explanation } = await examine(session, trials, candidate, wanted);
      const finding = explanation.findings.find(
        (one) => saved === undefined || one.property === saved.property,
      );
      if (finding === undefined) continue;
      found = toWitness(program, finding, explanation.findings, trial, saved);
      // Damage is told again with every step read back, so that its step is known.
      if (finding.evidence.kind !== 'damage') break;
    }
    if (found !== undefined) return { ...common, state: 'stillViolated', witness: found };
    return { ...common, state: 'fixed', witness: undefined };

    function claims(id: PropertyId): boolean {
      const property = allProperties.find((candidate) => candidate.id === id);
      return property?.clause(contract, description) !== undefined;
    }
  } finally {
    await session.subject.close();
  }
}

/** The same program with every live block read back after every step. */
const withEveryStepRead = (program: Program): Program => ({
  ...program,
  world: { ...program.world, observe: 'each' },
});

function toWitness(
  program: Program,
  finding: Finding,
  findings: readonly Finding[],
  trial: Witness['trial'],
  saved: SavedWitness | undefined,
): Witness {
  return {
    finding,
    consequences: findings.filter((found) => found !== finding),
    program,
    literal: printProgram(program),
    trial,
    shortest: saved?.shortest ?? false,
    failsIn: [1, 1],
    foundAtRequests: program.words.length / 4,
    file: '',
  };
}
