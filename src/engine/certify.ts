import { propertyIds, type PropertyId } from '../core/property-id.js';
import type { CampaignEvent, SubjectResult } from '../core/result.js';
import { ProgramSource } from '../generate/program-source.js';
import type { SavedWitness } from '../witness/saved-witness.js';
import {
  MOST_HANGS,
  beginning,
  campaignOn,
  isWorthMore,
  withBatch,
  type Campaign,
  type CampaignState,
} from './campaign.js';
import { elapsedSince, now } from './clock.js';
import { explainProgram } from './explain-program.js';
import { Interrupted } from './interrupted.js';
import { judgedBatches } from './judged-batches.js';
import { nextLeg } from './next-leg.js';
import { replaySaved } from './replay-saved.js';
import { refusedInitsHint } from './refused-inits.js';
import { openSession, type Session, type SessionOptions } from './session.js';
import type { PropertyWitnesses } from './shrink-all.js';
import { subjectResult } from './subject-result.js';
import { tryPairs } from './try-pairs.js';
import { tryClean } from './try-programs.js';
import { Turn } from './turn.js';

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
export const programsByEffort = { quick: 1_600, standard: 8_000, deep: 50_000 } as const;

/**
 * Certifies one subject: saved witnesses first, then generated programs, then every violation
 * shrunk. @throws SubjectError, UsageError, ToolBugError
 */
export async function certify(options: CertifyOptions): Promise<SubjectResult> {
  const started = now();
  const session = await openSession(options);
  try {
    options.onEvent({
      kind: 'subjectLoaded',
      subject: session.subject.description,
      contract: session.summary,
      seed: options.seed,
    });
    const result = await certifySession(session, options, started);
    options.onEvent({ kind: 'subjectDone', result });
    return result;
  } finally {
    await session.subject.close();
  }
}

async function certifySession(
  session: Session,
  options: CertifyOptions,
  started: number,
): Promise<SubjectResult> {
  const deadlineMs = options.maxTimeMs === undefined ? Infinity : started + options.maxTimeMs;
  let ran = await runCampaign(session, options, deadlineMs);
  if (hasBroken(ran.state) && trustsReset(session) && !options.signal.aborted) {
    // An earlier program may have broken a later one: judged is what breaks by itself.
    ran = await runCampaign(session.evaluatingEach(), options, deadlineMs);
    if (!hasBroken(ran.state)) ran.notes.push(LEAKING_RESET);
  }
  const { campaign, state, notes } = ran;
  const witnesses = await shrunk(campaign, state);
  notes.push(...hangNotes(campaign, state));
  const hint = refusedInitsHint(state.inits, state.programs, session);
  if (hint !== undefined) notes.push(hint);
  return subjectResult({
    campaign,
    state,
    witnesses,
    notes,
    ended: options.signal.aborted ? 'interrupted' : howEnded(ran),
    elapsedMs: elapsedSince(started),
  });
}

/** What was found, shrunk; what shrinks is loaded only where something was. */
async function shrunk(
  campaign: Campaign,
  state: CampaignState,
): Promise<ReadonlyMap<PropertyId, PropertyWitnesses>> {
  if (state.found.size === 0) return new Map();
  const { shrinkAll } = await import('./shrink-all.js');
  return shrinkAll(campaign, state);
}

/** Whether anything broke, be it once only. */
const hasBroken = ({ found, seenOnce }: CampaignState): boolean =>
  found.size > 0 || seenOnce.size > 0;

/** What hangs have kept from being tried. */
function hangNotes({ plannedPrograms }: Campaign, { hangs, programs }: CampaignState): string[] {
  if (hangs <= 1) return [];
  const left = `${hangs} programs hung, and what follows in them was not tried`;
  if (hangs < MOST_HANGS) return [left];
  return [`${left}; the campaign was cut short behind ${programs} of ${plannedPrograms} programs`];
}

/** Whether what an earlier program left behind may have broken a later one. */
const trustsReset = ({ subject, settings }: Session): boolean =>
  subject.description.freshBy === 'reset' && settings.evaluateEach !== true;

const LEAKING_RESET =
  'something broke in an instance that had run other programs before, and nothing in one evaluated ' +
  'for each program, which the verdicts are about: its reset leaves something behind';

const OTHER_ADDRESSES =
  'the system gives every process other addresses and does not allow to ask for the same: what the ' +
  'subject answers by its addresses may differ from run to run';

/** A campaign that has come to its end, or was interrupted. */
interface RanCampaign {
  readonly campaign: Campaign;
  readonly state: CampaignState;
  readonly notes: string[];
  readonly isInterrupted: boolean;
}

function howEnded({ campaign, state, isInterrupted }: RanCampaign): SubjectResult['ended'] {
  if (isInterrupted) return 'interrupted';
  if (state.found.size > 0) return 'violated';
  return state.next < campaign.plannedPrograms ? 'timeSpent' : 'complete';
}

async function runCampaign(
  session: Session,
  options: CertifyOptions,
  deadlineMs: number,
): Promise<RanCampaign> {
  const campaign = campaignOn(session, {
    seed: options.seed,
    effort: options.effort,
    plannedPrograms: options.runs ?? programsByEffort[options.effort],
    mayProlong: options.runs === undefined,
    properties: new Set(options.properties ?? propertyIds),
    onEvent: options.onEvent,
    signal: options.signal,
  });
  const source = new ProgramSource(session.plan, options.seed);
  const notes: string[] = [];
  const { addressesVary = false, regionIsGiven } = session.subject.description;
  if (addressesVary && !regionIsGiven) notes.push(OTHER_ADDRESSES);
  const turn = new Turn();
  let state = beginning;
  let isInterrupted = false;
  try {
    state = await replaySaved(campaign, state, options.savedWitnesses, notes);
    for (let leg = nextLeg(campaign, state); leg !== undefined; leg = nextLeg(campaign, state)) {
      for await (const batch of judgedBatches(campaign, { ...leg, source, deadlineMs })) {
        state = withBatch(state, batch);
        const isOver = (): boolean => options.signal.aborted || now() >= deadlineMs;
        const tried = isOver() ? new Map() : await tryClean(campaign, state, batch.due);
        for (const due of batch.due) {
          await turn.take();
          if (isOver()) state = { ...state, next: due.number };
          else state = await explainProgram(campaign, state, due, tried);
          if (state.next <= due.number) break;
        }
        tellProgress(campaign, state);
        if (state.next !== batch.end || !isWorthMore(campaign, state)) break;
      }
      if (now() >= deadlineMs) break;
    }
    state = await tryPairs(campaign, state, () => options.signal.aborted || now() >= deadlineMs);
  } catch (thrown) {
    if (!(thrown instanceof Interrupted)) throw thrown;
    isInterrupted = true;
  }
  return { campaign, state, notes, isInterrupted };
}

function tellProgress({ onEvent, plannedPrograms }: Campaign, state: CampaignState): void {
  onEvent({
    kind: 'progress',
    programs: state.programs,
    requests: state.requests,
    plannedPrograms: Math.max(plannedPrograms, state.programs),
    violated: new Set([...state.found.values()].map(({ property }) => property)).size,
  });
}
