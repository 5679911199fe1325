import type { Terms } from '../contract/terms/terms.js';
import { decodeExecution } from '../core/decode-execution.js';
import type { Finding } from '../core/evidence.js';
import { isProvenByAnswers } from '../core/evidence-proof.js';
import { packPrograms } from '../core/execution-batch.js';
import { parseProgram } from '../core/parse-program-literal.js';
import { requestCount, type Program } from '../core/program.js';
import { printProgram } from '../core/program-literal.js';
import type { PropertyId } from '../core/property-id.js';
import type { ContractSummary, Witness, WitnessVariation } from '../core/result.js';
import type { SubjectDescription } from '../core/subject-description.js';
import type { Trial } from '../core/trial.js';
import { explainDerived } from '../judge/explain.js';
import { CLEAN } from '../judge/kernel-state.js';
import type { SavedWitness } from '../witness/saved-witness.js';
import { propertyOf } from '../../properties/index.js';
import { contextOf, examine, needsTrial } from './examine.js';
import { TrialRunner } from './run-trial.js';
import { REPEATS } from './seen-again.js';
import { openSession, type Session, type SessionOptions } from './session.js';
import { unaskable } from './unaskable.js';

export interface ReplayOptions extends SessionOptions {
  /** A witness file, or a bare program: then everything that the contract claims is judged. */
  readonly witness: SavedWitness | { readonly literal: string } | { readonly program: Program };
}

export interface ReplayResult {
  readonly state: 'stillViolated' | 'fixed' | 'notApplicable';
  /** Why it is not applicable; empty otherwise. */
  readonly reason: string;
  /** The violation, in the form that reports render. */
  readonly witness: Witness | undefined;
  /** In how many of how many runs it failed: one, or several of a witness that failed now and then. */
  readonly failsIn: readonly [failed: number, runs: number];
  /** What was run; undefined where nothing was. */
  readonly trial: Trial | undefined;
  /** Whether the subject's bytes are others than those that the witness was found on. */
  readonly digestChanged: boolean;
  readonly subject: SubjectDescription;
  readonly contract: ContractSummary;
  readonly terms: Terms;
}

/** Runs one program again and says whether it still breaks what it broke (S38). */
export async function replay(options: ReplayOptions): Promise<ReplayResult> {
  const session = (await openSession(options)).evaluatingEach();
  try {
    const { subject, summary } = session;
    const { description } = subject;
    const { witness: source } = options;
    const saved = 'property' in source ? source : undefined;
    const program = programOf(source);
    const common = {
      digestChanged: saved !== undefined && saved.subject.digest.sha256 !== description.digest,
      subject: description,
      contract: summary,
      terms: session.terms,
    };
    const reason = unclaimed(session, saved) ?? unaskable(session, program);
    if (reason !== undefined) {
      const failsIn = [0, 0] as const;
      return {
        ...common,
        state: 'notApplicable',
        reason,
        failsIn,
        witness: undefined,
        trial: undefined,
      };
    }
    const { judged, failsIn } = await judgeOften(session, program, saved);
    const { trial, finding, findings } = judged;
    if (finding === undefined) {
      return { ...common, state: 'fixed', reason: '', failsIn, witness: undefined, trial };
    }
    const witness = { ...toWitness(program, finding, findings, trial, saved), failsIn };
    return { ...common, state: 'stillViolated', reason: '', failsIn, witness, trial };
  } finally {
    await session.subject.close();
  }
}

function programOf(source: ReplayOptions['witness']): Program {
  if ('property' in source) return parseProgram(source.program);
  return 'literal' in source ? parseProgram(source.literal) : source.program;
}

function unclaimed(session: Session, saved: SavedWitness | undefined): string | undefined {
  if (saved === undefined) return undefined;
  const clause = propertyOf[saved.property].clause(session.contract, session.subject.description);
  return clause === undefined
    ? `contract ${session.summary.name} does not claim ${saved.property} of it`
    : undefined;
}

interface Judged {
  readonly trial: Trial;
  /** What is told: of a witness its property, of a bare program what leads. */
  readonly finding: Finding | undefined;
  readonly findings: readonly Finding[];
}

/**
 * Judges a program: once, or as often as a witness is repeated, where it is known to fail now and then.
 * Answers the first run that fails, or the last.
 */
async function judgeOften(
  session: Session,
  program: Program,
  saved: SavedWitness | undefined,
): Promise<{ readonly judged: Judged; readonly failsIn: readonly [number, number] }> {
  let judged = await judge(session, program, saved?.property);
  let failed = judged.finding === undefined ? 0 : 1;
  if (saved === undefined || saved.failsIn[0] === saved.failsIn[1])
    return { judged, failsIn: [failed, 1] };
  for (let run = 1; run < REPEATS; run++) {
    const again = await judge(session, program, saved.property);
    if (again.finding === undefined) continue;
    if (failed === 0) judged = again;
    failed++;
  }
  return { judged, failsIn: [failed, REPEATS] };
}

/** A longer program is left to the kernel where that finds it clean. */
const LONGEST_EXPLAINED = 2_000;

async function judge(
  session: Session,
  program: Program,
  property: PropertyId | undefined,
): Promise<Judged> {
  const trials = new TrialRunner(session);
  const wanted = property === undefined ? trials.claimed() : needsTrial(property) ? [property] : [];
  const isTold = (one: Finding): boolean => property === undefined || one.property === property;
  const long = requestCount(program) > LONGEST_EXPLAINED;
  if (long && session.contract.placement === undefined) {
    const clean = await judgeClean(session, trials, program, wanted);
    if (clean !== undefined) return { ...clean, finding: clean.findings.find(isTold) };
  }
  const first = await judgeSlowly(program);
  // Damage is told again with every step read back, so that its step is known; and what was not
  // seen at checkpoints may show then; in a long program that would take minutes (S29).
  const isDamage = first.finding?.evidence.kind === 'damage';
  if (first.finding !== undefined ? !isDamage : first.trial.main.steps.length > LONGEST_EXPLAINED) {
    return first;
  }
  const second = await judgeSlowly(withEveryStepRead(program));
  return second.finding === undefined ? first : second;

  async function judgeSlowly(candidate: Program): Promise<Judged> {
    const { trial, explanation } = await examine(session, trials, candidate, wanted);
    const { findings } = explanation;
    return { trial, findings, finding: findings.find(isTold) };
  }
}

/** What the derived executions say of a program whose steps the kernel finds clean; else undefined. */
async function judgeClean(
  session: Session,
  trials: TrialRunner,
  program: Program,
  wanted: readonly PropertyId[],
): Promise<Omit<Judged, 'finding'> | undefined> {
  const batch = await session.run(packPrograms([program]));
  if (session.kernel.judge(batch, 0, program.world.limitBytes) !== CLEAN) return undefined;
  const trial = await trials.run(decodeExecution(batch, 0, program), wanted);
  return { trial, findings: explainDerived(trial, contextOf(session)).findings };
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
  trial: Trial,
  saved: SavedWitness | undefined,
): Omit<Witness, 'failsIn'> {
  return {
    finding,
    consequences: findings.filter((found) => found !== finding),
    program,
    literal: printProgram(program),
    trial,
    shortest: saved?.shortest ?? false,
    proof: isProvenByAnswers(finding.evidence) ? 'answers' : 'none',
    ...(saved?.variations === undefined ? {} : { variations: saved.variations.map(variation) }),
    foundAtRequests: program.words.length / 4,
    file: '',
  };
}

/** As it stands in the file, where an absent key may also be undefined. */
const variation = ({
  request,
  was,
  ...one
}: NonNullable<SavedWitness['variations']>[number]): WitnessVariation => ({
  ...one,
  ...(request === undefined ? {} : { request }),
  ...(was === undefined ? {} : { was }),
});
