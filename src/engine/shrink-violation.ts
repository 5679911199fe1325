import { requestCount, type Program } from '../core/program.js';
import type { Witness } from '../core/result.js';
import { isLawful } from '../generate/lawful-program.js';
import { shrinkProgram } from '../shrink/shrink-program.js';
import { needsTrial } from './examine.js';
import { expandMacros } from './expand-macros.js';
import { FailingCandidates } from './failing-candidates.js';
import { Interrupted } from './interrupted.js';
import { WORN_ROUNDS, roundsOf } from './derive-rounds.js';
import type { TrialRunner } from './run-trial.js';
import type { Session } from './session.js';
import { REPEATS } from './seen-again.js';
import { asFound, toWitness, witnessOf } from './to-witness.js';
import { varyWitness } from './vary-witness.js';
import { cutBehind, isHang, type Violation } from './violation.js';

/**
 * Programs that the enumeration of shorter ones may run: what crosses a pipe costs ten times what a
 * call does, and a trial far more.
 */
const ENUMERATION = { direct: 60_000, piped: 12_000, trial: 1_500, worn: 4 } as const;
/** Candidates of the search before it; one of many steps counts as several. */
const SEARCH = { direct: 100_000, piped: 20_000, trial: 4_000, worn: 24 } as const;
/**
 * Part of both that a violation is given: the first of a subject, the first of each other property, and
 * further ones of a property. They mostly have one cause.
 */
const shares = { first: 1, property: 1 / 4, further: 1 / 16 } as const;

export interface ShrinkOptions {
  readonly signal: AbortSignal;
  /** Which one it is of what a subject breaks; absent: the first. */
  readonly place?: keyof typeof shares;
}

/**
 * Shrinks a violation to a witness: the same property, clause and kind of evidence, the fewest
 * requests, the plainest world, the smallest quantities (S36). The witness is then run with every
 * block read back after every step, so that damage is blamed on the request that did it (S8), and its
 * quantities are varied, to tell what does not matter.
 *
 * Interrupted, it answers the simplest that it has. A hang is then told as it was found: candidates
 * are stopped long before a hang is a hang.
 */
export async function shrinkViolation(
  session: Session,
  trials: TrialRunner,
  found: Violation,
  options: ShrinkOptions,
): Promise<Witness> {
  const violation = cutBehind(found);
  const foundAtRequests = requestCount(found.program);
  const candidates = candidatesOf(session, violation, options.place === 'further');
  try {
    const witness = await search(session, trials, candidates, options);
    if (witness !== undefined) return { ...witness, foundAtRequests };
    // What was shrunk does not fail again, be it by chance or by a short limit: what was found stands.
    if (isHang(violation)) {
      return witnessOf(violation, found, { shortest: false, failsIn: [1, 1] });
    }
    const again = await toWitness(session, trials, violation, asFound(violation));
    // Seen when it was found, and hardly since.
    const failsIn = violation.failsIn ?? ([1, 1 + REPEATS] as const);
    if (again !== undefined) return { ...again, foundAtRequests };
    return witnessOf(violation, found, { shortest: false, failsIn });
  } catch (thrown) {
    if (!(thrown instanceof Interrupted)) throw thrown;
    const told = isHang(violation) ? violation : candidates.latest;
    return witnessOf(told, found, { shortest: false, failsIn: [1, 1] });
  }
}

/**
 * Shrinks what took longer than the limit once, and confirms what is left with all the patience of
 * S12, or, where that comes back, the program as it was found. Undefined where both do: slow is not
 * hung. @throws Interrupted, since nothing is confirmed then
 */
export async function confirmHang(
  session: Session,
  trials: TrialRunner,
  suspicion: Violation,
  signal: AbortSignal,
): Promise<Witness | undefined> {
  return (
    (await search(session, trials, candidatesOf(session, suspicion, false), { signal })) ??
    (await toWitness(session, trials, suspicion, asFound(suspicion)))
  );
}

function candidatesOf(
  session: Session,
  violation: Violation,
  keepsKind: boolean,
): FailingCandidates {
  const judgesTrials = needsTrial(violation.property) && violation.trial.others.length > 0;
  return new FailingCandidates(session, violation, { judgesTrials, keepsKind });
}

const evaluatesEach = ({ subject, settings }: Session): boolean =>
  subject.description.freshBy === 'evaluation' || settings.evaluateEach === true;

/** The shortest that is found to fail, run again; undefined where that does not fail any more. */
async function search(
  session: Session,
  trials: TrialRunner,
  candidates: FailingCandidates,
  { signal, place = 'first' }: ShrinkOptions,
): Promise<Witness | undefined> {
  const {
    violation,
    options: { judgesTrials },
  } = candidates;
  const share = shares[place];
  // An evaluation of a module for each candidate costs as much as the executions of a trial do.
  const isCostly = judgesTrials || evaluatesEach(session);
  const isPiped = session.subject.description.wire !== undefined;
  // What went through rounds by the thousand is a pair of requests, or grew as long as that.
  const isWorn = judgesTrials && roundsOf(violation.trial) >= WORN_ROUNDS;
  const cost = isWorn ? 'worn' : isCostly ? 'trial' : isPiped ? 'piped' : 'direct';
  const mayAsk = (program: Program): boolean => isLawful(session.plan, program);
  const step = violation.trial.main.steps.at(violation.finding.step);
  await candidates.measureFound();
  const shrunk = await shrinkProgram(violation.program, (batch) => candidates.first(batch), {
    ...(judgesTrials || step === undefined || step.request < 0 ? {} : { truncateAt: step.request }),
    expand: (program) => {
      const known = [candidates.latest, violation].find((one) => one.program === program);
      return known && expandMacros(program, known.trial.main);
    },
    cut: (program) => candidates.withoutTail(program),
    isLawful: mayAsk,
    stepsRun: () => candidates.stepsRun,
    search: share * SEARCH[cost],
    enumerate: share * ENUMERATION[cost],
    signal: AbortSignal.any([signal, candidates.spent]),
  });
  const witness = await toWitness(session, trials, violation, shrunk);
  if (witness === undefined || isHang(violation)) return witness;
  const variations = await varyWitness(witness.program, candidates, mayAsk);
  return variations.length === 0 ? witness : { ...witness, variations };
}
