import { isProvenByAnswers } from '../core/evidence-proof.js';
import { requestCount, type Program } from '../core/program.js';
import { printProgram } from '../core/program-literal.js';
import type { Witness } from '../core/result.js';
import { examine, needsTrial } from './examine.js';
import type { TrialRunner } from './run-trial.js';
import type { Session } from './session.js';
import { LEAST_REPEATS, REPEATS, standsOnceSeen } from './seen-again.js';
import { isHang, sameViolation, type Violation } from './violation.js';

/**
 * Runs a shrunk program again, several times, and once more with every block read after every step;
 * undefined where it does not break the property as often as a verdict needs. A hang is run once, with
 * all the patience that confirms one.
 */
export async function toWitness(
  session: Session,
  trials: TrialRunner,
  violation: Violation,
  shrunk: { readonly program: Program; readonly shortest: boolean },
): Promise<Witness | undefined> {
  const { program, shortest } = shrunk;
  const wanted = needsTrial(violation.property) ? [violation.property] : [];
  const hangs = isHang(violation);
  const runs = hangs ? 1 : REPEATS;
  let best: Violation | undefined;
  let failed = 0;
  for (let run = 0; run < runs; run++) {
    // The first run with the limit that only a second one has elsewhere: it is known to take it.
    const patience = hangs ? 'waiting' : 'confirming';
    const { trial, explanation } = await examine(session, trials, program, wanted, patience);
    const finding = explanation.findings.find((found) => sameViolation(found, violation.finding));
    if (finding === undefined) continue;
    failed++;
    const consequences = explanation.findings.filter((found) => found !== finding);
    best = { ...violation, program, finding, consequences, trial };
  }
  if (best === undefined || (failed < LEAST_REPEATS && !standsOnceSeen(best))) return undefined;
  const told = (await withEveryStepRead(session, trials, best)) ?? best;
  return witnessOf({ ...told, program }, violation, { shortest, failsIn: [failed, runs] });
}

/** A program that nobody has shrunk. */
export const asFound = ({ program }: Violation): { program: Program; shortest: boolean } => ({
  program,
  shortest: false,
});

/** A violation as a witness; `found` is how it was found. */
export function witnessOf(
  { finding, consequences, program, trial }: Violation,
  found: Violation,
  known: Pick<Witness, 'shortest' | 'failsIn'> & Partial<Pick<Witness, 'proof'>>,
): Witness {
  return {
    proof: isProvenByAnswers(finding.evidence) ? 'answers' : 'repetition',
    finding,
    consequences,
    program,
    literal: printProgram(program),
    trial,
    ...known,
    foundAtRequests: requestCount(found.program),
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
