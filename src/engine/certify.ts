import { runBatches } from '../generate/campaign-source.js';
import { programsFrom, type ProgramBatch } from '../core/execution-batch.js';
import { parseProgram } from '../core/parse-program-literal.js';
import { propertyIds, type PropertyId } from '../core/property-id.js';
import type { CampaignEvent, SubjectResult, Witness } from '../core/result.js';
import type { SavedWitness } from '../witness/saved-witness.js';
import { Campaign, withoutConfirming, type Absorbed } from './campaign.js';
import { elapsedSince, now } from './clock.js';
import { evaluatingEach } from './evaluating-each.js';
import { examine, needsTrial, violationOf } from './examine.js';
import { Interrupted } from './interrupted.js';
import { TrialRunner } from './run-trial.js';
import { openSession, type Session, type SessionOptions } from './session.js';
import { confirmHang, shrinkViolation } from './shrink-violation.js';
import { asFound, toWitness } from './to-witness.js';
import { unaskable } from './unaskable.js';
import { subjectResult } from './subject-result.js';

export interface CertifyOptions extends SessionOptions {
  readonly seed: number;
  readonly effort: 'quick' | 'standard' | 'deep';
  /** Programs to run; absent: by effort. */
  readonly runs?: number;
  /** Budget of time; absent: none. */
  readonly maxTimeMs?: number;
  /** Properties to judge; absent: all. */
  readonly properties?: readonly PropertyId[];
  /** Witnesses of earlier campaigns; they are replayed first. */
  readonly savedWitnesses: readonly SavedWitness[];
  readonly onEvent: (event: CampaignEvent) => void;
  readonly signal: AbortSignal;
}

/** Programs by effort. */
export const programsByEffort = { quick: 400, standard: 2_000, deep: 50_000 } as const;

/**
 * Certifies one subject: saved witnesses first, then generated programs, then every violation
 * shrunk. @throws SubjectError, UsageError, ToolBugError
 */
export async function certify(options: CertifyOptions): Promise<SubjectResult> {
  const session = await openSession(options);
  try {
    options.onEvent({
      kind: 'subjectLoaded',
      subject: session.subject.description,
      contract: session.summary,
      seed: options.seed,
    });
    return await certifySession(session, options, now());
  } finally {
    await session.subject.close();
  }
}

async function certifySession(
  session: Session,
  options: CertifyOptions,
  started: number,
): Promise<SubjectResult> {
  const plannedPrograms = options.runs ?? programsByEffort[options.effort];
  const properties = new Set(options.properties ?? propertyIds);
  const trials = new TrialRunner(session);
  const campaign = new Campaign(session, trials, {
    plannedPrograms,
    properties,
    onEvent: options.onEvent,
    confirmHang: (suspicion, isTold) =>
      isTold
        ? confirmHang(session, trials, suspicion, options.signal)
        : toWitness(session, trials, suspicion, asFound(suspicion)),
  });
  const notes: string[] = [];
  let ended: SubjectResult['ended'] = 'interrupted';
  try {
    await replaySaved(session, trials, campaign, options, notes);
    ended = await runCampaign(session, campaign, options, plannedPrograms);
  } catch (thrown) {
    if (!(thrown instanceof Interrupted)) throw thrown;
  }
  const hasBroken = campaign.found.size > 0;
  if (hasBroken && trustsReset(session) && !options.signal.aborted) {
    return certifySession(evaluatingEach(session), lessTime(options, started), started);
  }
  if (!hasBroken && session.settings.evaluateEach === true) notes.push(LEAKING_RESET);
  const witnesses = new Map<PropertyId, Witness>();
  for (const violation of campaign.found.values()) {
    const confirmed = campaign.witnesses.get(violation.property);
    const witness =
      confirmed ??
      (await shrinkViolation(session, trials, violation, {
        signal: options.signal,
        isFurther: witnesses.size > 0,
      }));
    witnesses.set(violation.property, witness);
    options.onEvent({
      kind: 'shrunk',
      property: violation.property,
      fromRequests: witness.foundAtRequests,
      toRequests: witness.program.words.length / 4,
    });
  }
  if (options.signal.aborted) ended = 'interrupted';
  const hint = campaign.inits.hint(campaign.programs, session);
  if (hint !== undefined) notes.push(hint);
  const result = subjectResult({
    session,
    campaign,
    witnesses,
    properties,
    seed: options.seed,
    notes,
    ended,
    elapsedMs: elapsedSince(started),
  });
  options.onEvent({ kind: 'subjectDone', result });
  return result;
}

/** Whether what an earlier program left behind may have broken a later one. */
const trustsReset = ({ subject, settings }: Session): boolean =>
  subject.description.freshBy === 'reset' && settings.evaluateEach !== true;

const LEAKING_RESET =
  'something broke in an instance that had run other programs before, and nothing in one evaluated ' +
  'for each program, which the verdicts are about: its reset leaves something behind';

/** The budget of time less what was spent since `started`. */
function lessTime(options: CertifyOptions, started: number): CertifyOptions {
  if (options.maxTimeMs === undefined) return options;
  return { ...options, maxTimeMs: Math.max(1, options.maxTimeMs - elapsedSince(started)) };
}

function timeLeft(options: CertifyOptions, started: number): { readonly timeLimitMs?: number } {
  const { maxTimeMs } = lessTime(options, started);
  return maxTimeMs === undefined ? {} : { timeLimitMs: maxTimeMs };
}

/** A batch that has run. */
interface Ran extends Absorbed {
  readonly programs: ProgramBatch;
  readonly first: number;
  /** Whether its hang, if it has one, was confirmed. */
  readonly isConfirmed: boolean;
}

/** Parts in which a campaign is prolonged that has nearly met its goals. */
const STAGES = 4;

/**
 * Runs generated batches; while one is judged the next one runs. Where the number of programs goes by
 * the effort, and goals were reached but not often enough, up to as many again are run: an unlucky
 * seed must not leave a correct allocator without a verdict.
 */
async function runCampaign(
  session: Session,
  campaign: Campaign,
  options: CertifyOptions,
  plannedPrograms: number,
): Promise<SubjectResult['ended']> {
  let running: Promise<Ran> | undefined;
  let goOn = true;
  const start = (programs: ProgramBatch, first: number): Promise<Ran> => {
    // Asked before the batch runs, so that the answer does not depend on which of the two is faster.
    const everyShort = campaign.wantsEveryShort();
    const isConfirmed = campaign.confirmsHangs;
    const { settings } = withoutConfirming(session);
    const ran = session
      .run(programs, { ...settings, confirmHangs: isConfirmed })
      .then((batch) => campaign.absorb(programs, batch, first, everyShort))
      .then((absorbed) => ({ ...absorbed, programs, first, isConfirmed }));
    // Whoever awaits it sees what it threw; where an interrupt comes first, nobody does.
    ran.catch(() => undefined);
    return ran;
  };
  const explain = async ({
    taken,
    hungAt,
    isConfirmed,
    programs,
    first,
  }: Ran): Promise<boolean> => {
    const more = await campaign.explain(taken);
    if (hungAt < 0 || isConfirmed || !campaign.confirmsHangs) return more;
    // It was slow and no more: it and those behind, which have not run, do so now.
    return explain(await start(programsFrom(programs, hungAt), first + hungAt));
  };
  const started = now();
  /** Whether the time was spent before the last of `runs` programs; each is counted from `from`. */
  const runStage = async (seed: number, runs: number, from: number): Promise<boolean> => {
    const { timeSpent } = await runBatches(
      { plan: session.plan, seed, runs, ...timeLeft(options, started) },
      async (programs, first) => {
        if (options.signal.aborted || !goOn) return false;
        const ran = await running;
        // Where one program hangs the next ones often do: it is looked at before more are run.
        const waits = campaign.hasHung && ran !== undefined;
        if (waits) goOn = await explain(ran);
        running = goOn ? start(programs, from + first) : undefined;
        if (!waits && ran !== undefined) goOn = await explain(ran);
        return goOn;
      },
    );
    const last = await running;
    running = undefined;
    if (last !== undefined) goOn = await explain(last);
    return timeSpent;
  };
  let timeSpent = await runStage(options.seed, plannedPrograms, 0);
  const most = options.runs === undefined ? 2 * plannedPrograms : plannedPrograms;
  const stage = Math.ceil(plannedPrograms / STAGES);
  for (let from = plannedPrograms; from < most && !timeSpent; from += stage) {
    if (!goOn || options.signal.aborted || !campaign.isNearlyCovered()) break;
    timeSpent = await runStage((options.seed + from) | 0, stage, from);
  }
  if (options.signal.aborted) return 'interrupted';
  if (campaign.found.size > 0) return 'violated';
  return timeSpent ? 'timeSpent' : 'complete';
}

/** Saved witnesses that still break count as found; the others are told as fixed. */
async function replaySaved(
  session: Session,
  trials: TrialRunner,
  campaign: Campaign,
  options: CertifyOptions,
  notes: string[],
): Promise<void> {
  for (const saved of options.savedWitnesses) {
    if (options.properties?.includes(saved.property) === false) continue;
    const program = parseProgram(saved.program);
    const reason = unaskable(session, program);
    if (reason !== undefined) {
      notes.push(`saved witness of ${saved.property} does not apply: ${reason}`);
      continue;
    }
    const wanted = needsTrial(saved.property) ? [saved.property] : [];
    const quick = withoutConfirming(session);
    const { trial, explanation } = await examine(quick, trials, program, wanted);
    const violation = violationOf(program, trial, explanation);
    if (violation?.property !== saved.property || !(await campaign.confirm(violation))) {
      notes.push(`saved witness of ${saved.property} does not break it any more: ${saved.program}`);
      continue;
    }
    campaign.found.set(violation.property, violation);
  }
}
