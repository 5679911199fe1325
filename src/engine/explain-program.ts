import { ToolBugError } from '../core/errors.js';
import { requestCount, type Program } from '../core/program.js';
import { printProgram } from '../core/program-literal.js';
import { propertyIds, type PropertyId } from '../core/property-id.js';
import type { Witness } from '../core/result.js';
import type { Trial } from '../core/trial.js';
import { propertyOf } from '../../properties/index.js';
import { explain, type Explanation } from '../judge/explain.js';
import { CLEAN, UNSURE, type KernelVerdict } from '../judge/kernel-state.js';
import { compareCoverage } from '../judge/compare-coverage.js';
import { addedCounts } from '../judge/coverage-counter.js';
import { added, foundOf, type Campaign, type CampaignState } from './campaign.js';
import { contextOf, leadingFirst, violationOf } from './examine.js';
import type { DueProgram } from './judged-batches.js';
import { ordinaryBreak } from './ordinary-break.js';
import { LEAST_REPEATS, seenAgain, standsOnceSeen } from './seen-again.js';
import { asFound, toWitness } from './to-witness.js';
import { isOpen, judgeGroups, tryDue, type TriedDue } from './try-programs.js';
import { isHang, isShorter, type Violation } from './violation.js';
import { kindOfViolation } from './violation-kind.js';

/**
 * The state after a program was looked at again: what the specification says of its steps, what its
 * derived executions say, and the violation that leads. A program that was late and comes back when it
 * is given time is to run again: then the state is the one before it, with another patience.
 */
export async function explainProgram(
  campaign: Campaign,
  state: CampaignState,
  due: DueProgram,
  tried: TriedDue,
): Promise<CampaignState> {
  const { main, number, isSuspected } = due;
  const { trial, findings, checks } = await look(campaign, state, due, tried);
  const broken = violationOf(main.program, trial, findings);
  const isSpared = state.patience === 'sparing' && broken !== undefined && isHang(broken);
  if (isSuspected && isSpared) {
    return { ...withProgram(state, due), endedEarly: state.endedEarly + 1, hangs: state.hangs + 1 };
  }
  const violation = broken && (await sharpened(campaign, state, broken, isSuspected));
  let { confirmed } = state;
  if (isSuspected && violation !== undefined) {
    const answer = await confirmation(campaign, state, violation);
    if (answer === 'slow') return { ...state, next: number, patience: 'confirming' };
    if (answer !== 'stands') {
      confirmed = new Map([...confirmed, [kindOfViolation(violation), answer]]);
    }
  }
  const looked: CampaignState = {
    ...(isSuspected ? withProgram(state, due) : state),
    confirmed,
    checks: added(state.checks, checks),
  };
  return violation === undefined ? looked : withViolation(campaign, looked, violation);
}

/**
 * Whether a violation is no hang, or one that is known; with its witness where one was made. Any other
 * hang is confirmed: by the shrunk program where somebody asked about it, once and as it was found where
 * nobody did, for then it is never told.
 */
export async function confirmation(
  { session, trials, properties, signal }: Campaign,
  state: CampaignState,
  violation: Violation,
): Promise<'stands' | 'slow' | Witness> {
  if (!isHang(violation) || state.found.has(kindOfViolation(violation))) return 'stands';
  if (properties.has(violation.property)) {
    const { confirmHang } = await import('./shrink-violation.js');
    return (await confirmHang(session, trials, violation, signal)) ?? 'slow';
  }
  if (state.hangs > 0) return 'stands';
  const witness = await toWitness(session, trials, violation, asFound(violation));
  return witness === undefined ? 'slow' : 'stands';
}

interface Look {
  readonly trial: Trial;
  readonly findings: Explanation['findings'];
  /** Checks that the kernel has not counted. */
  readonly checks: ReadonlyMap<PropertyId, number>;
}

async function look(
  campaign: Campaign,
  state: CampaignState,
  due: DueProgram,
  tried: TriedDue,
): Promise<Look> {
  const { main, verdict, coverage, isExplained, isTried } = due;
  const { session } = campaign;
  const alone: Trial = { main, others: [] };
  let checks: ReadonlyMap<PropertyId, number> = new Map();
  if (isExplained) {
    const steps = explain(alone, contextOf(session));
    compare(verdict, steps.findings.at(0)?.property, main.program);
    checks = new Map(
      [...steps.checks].filter(
        ([id]) => verdict === UNSURE || propertyOf[id].countedBy === 'specification',
      ),
    );
    if (steps.findings.length > 0) {
      return { trial: alone, findings: leadingFirst(steps.findings), checks };
    }
    compareCoverage(main, contextOf(session), campaign.goals.goals, coverage);
  }
  if (!isTried) return { trial: alone, findings: [], checks };
  const groups = (tried.get(due) ?? (await tryDue(campaign, state, [due])).get(due) ?? []).filter(
    ({ property }) => isOpen(state, property),
  );
  const derived = judgeGroups(session, due, groups);
  return { ...derived, checks: added(checks, derived.checks) };
}

/** The judges must agree, and on which property leads; else no verdict of either is worth anything. */
function compare(verdict: KernelVerdict, lead: PropertyId | undefined, program: Program): void {
  const fast = verdict === CLEAN ? undefined : propertyIds[verdict - 1];
  if (verdict === UNSURE || fast === lead) return;
  throw new ToolBugError(
    `the fast judge says ${fast ?? 'clean'} and the specification ${lead ?? 'clean'}, on ${printProgram(program)}`,
  );
}

/** What an ordinary size breaks as well is told with that size; only the first of a kind is asked. */
async function sharpened(
  { session }: Campaign,
  state: CampaignState,
  broken: Violation,
  isSuspected: boolean,
): Promise<Violation> {
  if (state.found.has(kindOfViolation(broken))) return broken;
  const patience = isSuspected ? 'suspecting' : 'confirming';
  return (await ordinaryBreak(session, broken, patience)) ?? broken;
}

/** The state in which a program that was late is counted. */
const withProgram = (
  state: CampaignState,
  { main, number, coverage }: DueProgram,
): CampaignState => ({
  ...state,
  next: number + 1,
  programs: state.programs + 1,
  requests: state.requests + main.steps.length,
  longestProgram: Math.max(state.longestProgram, requestCount(main.program)),
  coverage: addedCounts(state.coverage, coverage),
});

/** Kinds of violations of a property behind which another one is no news. */
const MOST_KINDS = 3;
/** Programs with something that did not happen again, of one property, before none is run again. */
const MOST_SEEN_ONCE = 20;

async function withViolation(
  campaign: Campaign,
  state: CampaignState,
  violation: Violation,
): Promise<CampaignState> {
  const { properties, onEvent } = campaign;
  const { property } = violation;
  const hangs = isHang(violation);
  const ended: CampaignState = {
    ...state,
    endedEarly: state.endedEarly + 1,
    ...(hangs ? { hangs: state.hangs + 1, patience: 'sparing' } : {}),
  };
  if (!properties.has(property)) return ended;
  const kind = kindOfViolation(violation);
  const earlier = state.found.get(kind);
  if (earlier !== undefined && !isShorter(violation, earlier)) return ended;
  const kept = await unlessByChance(campaign, state, violation);
  if (kept === undefined) return earlier === undefined ? withSeenOnce(ended, violation) : ended;
  const found = new Map([...state.found, [kind, kept]] as const);
  if (earlier !== undefined) return { ...ended, found };
  const before = foundOf(state, property).length;
  if (before === 0) {
    onEvent({ kind: 'violationFound', property, requests: requestCount(violation.program) });
  }
  return { ...ended, found, latestFind: before < MOST_KINDS ? state.programs : state.latestFind };
}

/** The violation with how often it fails; undefined where it had to be seen again and was not. */
export async function unlessByChance(
  { session, trials }: Campaign,
  { seenOnce }: CampaignState,
  violation: Violation,
): Promise<Violation | undefined> {
  if (standsOnceSeen(violation)) return violation;
  if ((seenOnce.get(violation.property)?.programs ?? 0) >= MOST_SEEN_ONCE) return undefined;
  const failsIn = await seenAgain(session, trials, violation);
  return failsIn[0] < LEAST_REPEATS ? undefined : { ...violation, failsIn };
}

function withSeenOnce(state: CampaignState, violation: Violation): CampaignState {
  const once = state.seenOnce.get(violation.property) ?? { violation, programs: 0 };
  const again = { ...once, programs: once.programs + 1 };
  return { ...state, seenOnce: new Map([...state.seenOnce, [violation.property, again]]) };
}
