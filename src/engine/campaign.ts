import { coverageGoals, type CoverageGoals } from '../contract/goals/coverage-goals.js';
import { noneAsked, type AskedCounts } from '../core/asked-counts.js';
import type { PropertyId } from '../core/property-id.js';
import type { CampaignEvent, GoalResult, SampleRun, Witness } from '../core/result.js';
import {
  CoverageCounter,
  addedCounts,
  emptyCounts,
  type GoalCounts,
} from '../judge/coverage-counter.js';
import { contextOf } from './examine.js';
import type { Patience } from './patience.js';
import type { JudgedBatch } from './judged-batches.js';
import { bothInits, neverRefused, type RefusedInits } from './refused-inits.js';
import { betterSample } from './sample-run.js';
import { TrialRunner } from './run-trial.js';
import { samplingOf, type Sampling } from './sampling.js';
import type { Session } from './session.js';
import type { Violation } from './violation.js';
import type { ViolationKind } from './violation-kind.js';

/** What a campaign is about; nothing of it changes while it runs. */
export interface Campaign {
  readonly session: Session;
  readonly trials: TrialRunner;
  readonly goals: CoverageGoals;
  /** Counts how often the programs reach them. */
  readonly counter: CoverageCounter;
  readonly sampling: Sampling;
  readonly seed: number;
  readonly plannedPrograms: number;
  /** Programs at most, where goals are nearly met; see {@link isNearlyCovered}. */
  readonly mostPrograms: number;
  /** Properties that somebody wants to hear of. */
  readonly properties: ReadonlySet<PropertyId>;
  readonly onEvent: (event: CampaignEvent) => void;
  readonly signal: AbortSignal;
}

/** What is asked of a campaign beside its session. */
export type CampaignAsked = Omit<
  Campaign,
  'session' | 'trials' | 'goals' | 'counter' | 'sampling' | 'mostPrograms'
> & {
  readonly effort: keyof typeof samplingOf;
  /** Whether as many programs again may be run where goals are nearly met. */
  readonly mayProlong: boolean;
};

export function campaignOn(session: Session, asked: CampaignAsked): Campaign {
  const goals = coverageGoals(session.contract, session.subject.description);
  return {
    ...asked,
    session,
    trials: new TrialRunner(session),
    goals,
    counter: new CoverageCounter(contextOf(session), goals.goals),
    sampling: samplingOf[asked.effort],
    mostPrograms: (asked.mayProlong ? 2 : 1) * asked.plannedPrograms,
  };
}

/** What a campaign has seen so far: a value, which each batch and each explanation makes a new one of. */
export interface CampaignState {
  /** Number of the program that runs next. */
  readonly next: number;
  readonly programs: number;
  readonly requests: number;
  /** Requests of the longest program. */
  readonly longestProgram: number;
  /** Programs that ended with a violation before their end. */
  readonly endedEarly: number;
  /** Programs after which the last new violation was found. */
  readonly latestFind: number;
  readonly checks: ReadonlyMap<PropertyId, number>;
  /** How often each goal was reached. */
  readonly coverage: GoalCounts;
  /** What was asked for, and how much of it was granted. */
  readonly asked: AskedCounts;
  /** The program that shows best how the subject behaves where nothing breaks. */
  readonly sampleRun: SampleRun | undefined;
  readonly inits: RefusedInits;
  /** The first violation of each kind, or one after fewer requests. */
  readonly found: ReadonlyMap<ViolationKind, Violation>;
  /** Witnesses of hangs, which are finished before the campaign is. */
  readonly confirmed: ReadonlyMap<ViolationKind, Witness>;
  /** What was seen and did not happen again, so that no verdict rests on it: the first of each property. */
  readonly seenOnce: ReadonlyMap<PropertyId, SeenOnce>;
  /** Programs that hung, the confirmed one among them. */
  readonly hangs: number;
  /**
   * What is done with a generated program that is late. A campaign suspects and confirms the shrunk
   * program only; from the first suspicion on that came to nothing whoever runs it confirms it. Behind
   * a confirmed hang it is `sparing`: what is late is left, and nothing is said about it.
   */
  readonly patience: Extract<Patience, 'suspecting' | 'confirming' | 'sparing'>;
  /** Whether a program was ever late: then the next ones often are. */
  readonly wasLate: boolean;
}

/** A violation that did not happen again. */
export interface SeenOnce {
  readonly violation: Violation;
  /** Programs in which the property was broken like this. */
  readonly programs: number;
}

export const beginning: CampaignState = {
  next: 0,
  programs: 0,
  requests: 0,
  longestProgram: 0,
  endedEarly: 0,
  latestFind: 0,
  checks: new Map(),
  coverage: emptyCounts(),
  asked: noneAsked(),
  sampleRun: undefined,
  inits: neverRefused,
  found: new Map(),
  confirmed: new Map(),
  seenOnce: new Map(),
  hangs: 0,
  patience: 'suspecting',
  wasLate: false,
};

/** Coverage goals with their counts. */
export function goalResults(campaign: Campaign, { coverage }: CampaignState): GoalResult[] {
  return campaign.goals.goals.map(({ id, need, index }) => ({
    goal: id,
    reached: coverage[index],
    needed: need,
  }));
}

/**
 * Whether goals were missed, and each of them was reached at least once. Such a campaign is prolonged:
 * an unlucky seed must not leave a correct allocator without a verdict.
 */
export function isNearlyCovered(goals: readonly GoalResult[]): boolean {
  const missed = goals.filter(({ reached, needed }) => reached < needed);
  return missed.length > 0 && missed.every(({ reached }) => reached > 0);
}

/** Programs that hang before a campaign ends: each costs a time limit and a new thread. */
export const MOST_HANGS = 24;
/** Part of the planned programs after which a campaign that has found something and no more ends. */
const PART_WITHOUT_NEWS = 1 / 4;

/** Whether more programs are worth running. */
export function isWorthMore({ plannedPrograms, signal }: Campaign, state: CampaignState): boolean {
  if (signal.aborted || state.hangs >= MOST_HANGS) return false;
  const sinceFind = state.programs - state.latestFind;
  return state.found.size === 0 || sinceFind < plannedPrograms * PART_WITHOUT_NEWS;
}

/** The violations found of a property, of all kinds. */
export const foundOf = ({ found }: CampaignState, property: PropertyId): Violation[] =>
  [...found.values()].filter((violation) => violation.property === property);

/** Counts added to counts. */
export function added<Id>(
  counts: ReadonlyMap<Id, number>,
  more: Iterable<readonly [Id, number]>,
): ReadonlyMap<Id, number> {
  const sum = new Map(counts);
  for (const [id, count] of more) sum.set(id, (sum.get(id) ?? 0) + count);
  return sum;
}

/** The state behind a batch, before any of its programs was explained. */
export function withBatch(state: CampaignState, batch: JudgedBatch): CampaignState {
  return {
    ...state,
    next: batch.end,
    programs: state.programs + batch.programs,
    requests: state.requests + batch.requests,
    longestProgram: Math.max(state.longestProgram, batch.longestProgram),
    checks: added(state.checks, batch.checks),
    coverage: addedCounts(state.coverage, batch.coverage),
    asked: state.asked.map((count, index) => count + batch.asked[index]),
    sampleRun: batch.due.reduce(betterSample, state.sampleRun),
    inits: bothInits(state.inits, batch.inits),
    wasLate: state.wasLate || batch.wasLate,
  };
}
