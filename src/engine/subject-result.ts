import { propertyOf } from '../../properties/index.js';
import type { Property } from '../../properties/property.js';
import { propertyIds, type PropertyId } from '../core/property-id.js';
import { requestKindNames } from '../core/request-kind.js';
import type {
  GoalResult,
  NotTested,
  PropertyResult,
  SeenOnceWitness,
  SubjectResult,
} from '../core/result.js';
import type { Verdict } from '../core/verdict.js';
import { goalResults, type Campaign, type CampaignState, type SeenOnce } from './campaign.js';
import { notTestedOf, whyNotTested } from './not-tested.js';
import { REPEATS } from './seen-again.js';
import type { Session } from './session.js';
import type { PropertyWitnesses } from './shrink-all.js';
import { witnessOf } from './to-witness.js';
import { cutBehind } from './violation.js';

interface Ended {
  readonly campaign: Campaign;
  readonly state: CampaignState;
  readonly witnesses: ReadonlyMap<PropertyId, PropertyWitnesses>;
  readonly notes: readonly string[];
  readonly ended: SubjectResult['ended'];
  readonly elapsedMs: number;
}

/** A property masked by other violations in more than this share of programs is inconclusive (S19). */
const MASKED_SHARE = 0.9;

/** Turns what a campaign saw into verdicts. Nothing holds without checks, goals and a full budget. */
export function subjectResult(ended: Ended): SubjectResult {
  const { campaign, state } = ended;
  const { session, properties } = campaign;
  const coverage = goalResults(campaign, state);
  const missed = coverage.filter((goal) => goal.reached < goal.needed);
  const cannotTest = notTestedOf(session);
  const results = propertyIds.map((id) => propertyResult(id, ended, missed, cannotTest));
  const judged = results.filter((result) => properties.has(result.id));
  const verdict = verdictOf(new Set(judged.map((result) => result.verdict)));
  return {
    subject: session.subject.description,
    contract: session.summary,
    seed: campaign.seed,
    verdict,
    bounds: {
      programs: state.programs,
      requests: state.requests,
      longestProgram: state.longestProgram,
      elapsedMs: ended.elapsedMs,
    },
    coverage,
    properties: results,
    // What was exercised all the same was tested, however unlikely that was.
    notTested: cannotTest.filter(({ of }) => !((state.checks.get(of as PropertyId) ?? 0) > 0)),
    ended: ended.ended,
    leftOut: campaign.goals.leftOut,
    notes: ended.notes,
    asked: state.asked,
    ...(state.sampleRun === undefined ? {} : { sampleRun: state.sampleRun }),
  };
}

/** Nothing holds where nothing was judged, as where the contract claims none of the properties asked for. */
function verdictOf(verdicts: ReadonlySet<Verdict>): SubjectResult['verdict'] {
  if (verdicts.has('violated')) return 'violated';
  return verdicts.has('inconclusive') || !verdicts.has('holds') ? 'inconclusive' : 'holds';
}

function propertyResult(
  id: PropertyId,
  ended: Ended,
  missed: readonly GoalResult[],
  cannotTest: readonly NotTested[],
): PropertyResult {
  const { campaign, state, witnesses } = ended;
  const { session } = campaign;
  const property = propertyOf[id];
  const clause = property.clause(session.contract, session.subject.description);
  const checks = state.checks.get(id) ?? 0;
  const { told: [witness, ...furtherWitnesses] = [], untoldKinds = 0 } = witnesses.get(id) ?? {};
  const once = witness === undefined ? state.seenOnce.get(id) : undefined;
  const common = {
    // What was broken is named, not all that the property claims.
    ...{
      id,
      clause: witness?.finding.clause ?? clause ?? '',
      checks,
      witness,
      furtherWitnesses,
      untoldKinds,
    },
    seenOnce: once && toldOnce(once),
    reasonKind: undefined,
  };
  if (clause === undefined) {
    return { ...common, verdict: 'notApplicable', ...whyNotApplicable(session, property) };
  }
  if (!campaign.properties.has(id)) {
    const asked = { reason: 'not asked for (--property)', reasonKind: 'notAsked' } as const;
    return { ...common, verdict: 'notApplicable', ...asked };
  }
  if (witness !== undefined) return { ...common, verdict: 'violated', reason: '' };
  if (once !== undefined) {
    const seen = { reason: 'broken once, and not when run again', reasonKind: 'seenOnce' } as const;
    return { ...common, verdict: 'inconclusive', ...seen };
  }
  const untested = whyNotTested(cannotTest, id);
  if (checks === 0 && untested !== undefined) {
    const reason = `claimed, but no program can exercise it: ${untested}`;
    return { ...common, clause: '', verdict: 'notApplicable', reason, reasonKind: 'notTested' };
  }
  const why = doubt(ended, checks, missed);
  if (why === undefined) return { ...common, verdict: 'holds', reason: '' };
  return { ...common, verdict: 'inconclusive', ...why };
}

/** Why there is no verdict, for people and for programs. */
type Why = Pick<PropertyResult, 'reason' | 'reasonKind'>;

function toldOnce({ violation, programs }: SeenOnce): SeenOnceWitness {
  const failsIn = [1, 1 + REPEATS] as const;
  const known = { shortest: false, failsIn, proof: 'none' } as const;
  return { witness: witnessOf(cutBehind(violation), violation, known), programs };
}

/** What the contract does claim may still be out of sight, or rest on a call that the subject lacks. */
function whyNotApplicable(
  { contract, subject: { description } }: Session,
  property: Property,
): Why {
  const seen = { ...description, footprintMeasured: true, hasMemory: true, growable: false };
  if (property.clause(contract, seen) !== undefined) {
    return {
      reason: 'claimed, but it cannot be observed in this subject',
      reasonKind: 'cannotBeObserved',
    };
  }
  const able = { ...seen, kinds: requestKindNames };
  return property.clause(contract, able) === undefined
    ? { reason: 'the contract does not claim it', reasonKind: 'notClaimed' }
    : { reason: 'claimed, but the subject has no such call', reasonKind: 'noSuchCall' };
}

/** Why nothing can be said; undefined where enough was seen. */
function doubt(ended: Ended, checks: number, missed: readonly GoalResult[]): Why | undefined {
  const { state } = ended;
  if (checks === 0) return { reason: 'never exercised', reasonKind: 'neverExercised' };
  if (state.programs > 0 && state.endedEarly / state.programs > MASKED_SHARE) {
    return { reason: 'masked by the other violations', reasonKind: 'masked' };
  }
  if (ended.ended === 'interrupted') return { reason: 'interrupted', reasonKind: 'interrupted' };
  if (ended.ended === 'timeSpent') {
    return { reason: 'the time was spent before all programs ran', reasonKind: 'timeSpent' };
  }
  if (missed.length === 0) return undefined;
  const goals = missed.map(({ goal }) => goal).join(', ');
  return { reason: `coverage goals missed: ${goals}`, reasonKind: 'goalsMissed' };
}
