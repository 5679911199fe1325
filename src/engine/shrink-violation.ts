import { decodeExecution } from '../core/decode-execution.js';
import { packPrograms } from '../core/execution-batch.js';
import { growthLimit } from '../core/growth-limit.js';
import type { Program } from '../core/program.js';
import { printProgram } from '../core/program-literal.js';
import type { Witness } from '../core/result.js';
import { isLawful } from '../generate/lawful-program.js';
import { shrinkProgram } from '../shrink/shrink-program.js';
import { examine, judgeTrial, needsTrial } from './examine.js';
import { expandMacros } from './expand-macros.js';
import { mayShow } from './may-show.js';
import type { TrialRunner } from './run-trial.js';
import type { Session } from './session.js';
import { sameViolation, type Violation } from './violation.js';

/** Programs that the enumeration of shorter ones may run; a hang or a trial costs far more than a run. */
const ENUMERATION = { plain: 60_000, trial: 1_500, hang: 0 } as const;
/** Candidates of the search before it. */
const SEARCH = { plain: 100_000, trial: 4_000, hang: 100 } as const;
/** Times that a finished witness is run again to see whether it always fails. */
const REPEATS = 5;
const SHRINKING_HANG_LIMIT_MS = 100;

/**
 * Shrinks a violation to a witness: the same property, clause and kind of evidence, the fewest
 * requests, the plainest world, the smallest quantities (S36). The witness is then run with every
 * block read back after every step, so that damage is blamed on the request that did it (S8).
 */
export async function shrinkViolation(
  session: Session,
  trials: TrialRunner,
  violation: Violation,
  signal: AbortSignal,
): Promise<Witness> {
  const hang = violation.trial.main.death?.fault === 'hang';
  const quick: Session = {
    ...session,
    settings: {
      ...session.settings,
      hangLimitMs: SHRINKING_HANG_LIMIT_MS,
      confirmHangs: false,
      stopAtHang: hang,
    },
  };
  const judged = needsTrial(violation.property) && violation.trial.others.length > 0;
  const oracle = judged
    ? (candidates: readonly Program[]) => firstFailingTrial(quick, trials, candidates, violation)
    : (candidates: readonly Program[]) => firstFailing(quick, candidates, violation);
  const step = violation.trial.main.steps.at(violation.finding.step);
  const shrunk = await shrinkProgram(violation.program, oracle, {
    ...(judged || step === undefined || step.request < 0 ? {} : { truncateAt: step.request }),
    expand: (program) => expandMacros(program, violation.trial.main),
    isLawful: (program) => isLawful(session.plan, session.contract, program),
    search: hang ? SEARCH.hang : judged ? SEARCH.trial : SEARCH.plain,
    enumerate: hang ? ENUMERATION.hang : judged ? ENUMERATION.trial : ENUMERATION.plain,
    signal,
  });
  const witness = await toWitness(session, trials, violation, shrunk);
  if (witness.failsIn[0] > 0) return witness;
  // What was shrunk does not fail again, be it by chance or by a short limit: what was found stands.
  const found = { program: violation.program, shortest: false };
  return toWitness(session, trials, violation, found);
}

async function toWitness(
  session: Session,
  trials: TrialRunner,
  violation: Violation,
  shrunk: { readonly program: Program; readonly shortest: boolean },
): Promise<Witness> {
  const { program } = shrunk;
  const wanted = needsTrial(violation.property) ? [violation.property] : [];
  const hang = violation.trial.main.death?.fault === 'hang';
  let best = violation;
  let failed = 0;
  const runs = hang ? 1 : REPEATS;
  for (let run = 0; run < runs; run++) {
    const { trial, explanation } = await examine(session, trials, program, wanted);
    const finding = explanation.findings.find((found) => sameViolation(found, violation.finding));
    if (finding === undefined) continue;
    failed++;
    const consequences = explanation.findings.filter((found) => found !== finding);
    best = { ...violation, program, finding, consequences, trial };
  }
  const blamed = hang || failed === 0 ? undefined : await withEveryStepRead(session, trials, best);
  const told = blamed ?? best;
  return {
    finding: told.finding,
    consequences: told.consequences,
    program,
    literal: printProgram(program),
    trial: told.trial,
    shortest: shrunk.shortest,
    failsIn: [failed, runs],
    foundAtRequests: violation.program.words.length / 4,
    file: '',
  };
}

async function withEveryStepRead(
  session: Session,
  trials: TrialRunner,
  violation: Violation,
): Promise<Violation | undefined> {
  if (violation.finding.evidence.kind !== 'damage') return undefined;
  const program: Program = {
    ...violation.program,
    world: { ...violation.program.world, observe: 'each' },
  };
  const { trial, explanation } = await examine(session, trials, program, []);
  const finding = explanation.findings.find((found) => found.property === violation.property);
  if (finding === undefined) return undefined;
  const consequences = explanation.findings.filter((found) => found !== finding);
  return { ...violation, finding, consequences, trial };
}

/** Index of the first candidate that breaks the same property by its main execution alone; -1 for none. */
async function firstFailing(
  session: Session,
  candidates: readonly Program[],
  violation: Violation,
): Promise<number> {
  const batch = await session.run(packPrograms(candidates), session.settings);
  for (const [index, program] of candidates.entries()) {
    const limit = growthLimit(session.subject.description, program.world);
    const verdict = session.kernel.judge(batch, index, limit);
    if (!mayShow(violation.finding, batch, index, verdict)) continue;
    const main = decodeExecution(batch, index, program);
    const [lead] = judgeTrial(session, { main, others: [] }).findings;
    if (lead !== undefined && sameViolation(lead, violation.finding)) return index;
  }
  return -1;
}

async function firstFailingTrial(
  session: Session,
  trials: TrialRunner,
  candidates: readonly Program[],
  violation: Violation,
): Promise<number> {
  for (const [index, program] of candidates.entries()) {
    const { explanation } = await examine(session, trials, program, [violation.property]);
    const [lead] = explanation.findings;
    if (lead !== undefined && sameViolation(lead, violation.finding)) return index;
  }
  return -1;
}
