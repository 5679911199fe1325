import { ToolBugError } from '../core/errors.js';
import { isExtremeFinding } from '../core/ordinariness.js';
import { printProgram } from '../core/program-literal.js';
import type { PropertyId } from '../core/property-id.js';
import type { Trial } from '../core/trial.js';
import { explainDerived, type Explanation } from '../judge/explain.js';
import { CLEAN } from '../judge/kernel-state.js';
import { foundOf, type Campaign, type CampaignState } from './campaign.js';
import { contextOf } from './examine.js';
import type { DueProgram } from './judged-batches.js';
import type { TriedGroup, TriedProgram } from './run-trial.js';
import type { Session } from './session.js';

/** Programs of a batch that were tried, by what came of it. */
export type TriedDue = ReadonlyMap<TriedProgram, readonly TriedGroup[]>;

/**
 * Tries the programs of a batch that the fast judge has found clean, side by side. One of which it is
 * unsure is tried when the specification has walked it, since most of these are broken already.
 */
export async function tryClean(
  campaign: Campaign,
  state: CampaignState,
  due: readonly DueProgram[],
): Promise<TriedDue> {
  const clean = due.filter(({ isTried, verdict }) => isTried && verdict === CLEAN);
  return clean.length === 0 ? new Map() : tryDue(campaign, state, clean);
}

export function tryDue(
  { trials, properties }: Campaign,
  state: CampaignState,
  due: readonly DueProgram[],
): Promise<TriedDue> {
  const wanted = trials.claimed().filter((id) => properties.has(id) && isOpen(state, id));
  return trials.tryAll(due, wanted);
}

/** Whether a violation of the property would be news. */
export const isOpen = (state: CampaignState, id: PropertyId): boolean =>
  foundOf(state, id).every(isExtremeFinding);

/** What derived executions say of a program. */
interface JudgedTrial {
  readonly trial: Trial;
  readonly findings: Explanation['findings'];
  readonly checks: ReadonlyMap<PropertyId, number>;
}

/**
 * The specification looks where the fast judge is unsure, and wherever both are compared; what is plainly
 * fine counts as a check.
 */
export function judgeGroups(
  session: Session,
  { main, isCompared }: TriedProgram,
  groups: readonly TriedGroup[],
): JudgedTrial {
  const holding = new Set<PropertyId>();
  const unsure = new Set<PropertyId>();
  for (const { property, verdict } of groups) {
    if (verdict === 'holds') holding.add(property);
    if (verdict === 'unsure') unsure.add(property);
  }
  const trial: Trial = { main, others: groups.flatMap(({ others }) => others) };
  const isLookedAt = isCompared || unsure.size > 0;
  const { findings, checks }: Explanation = isLookedAt
    ? explainDerived(trial, contextOf(session))
    : { findings: [], checks: new Map() };
  if (isCompared) {
    for (const property of new Set(groups.map((group) => group.property))) {
      if (unsure.has(property)) continue;
      const isBroken = findings.some((finding) => finding.property === property);
      const isHeld = !isBroken && (checks.get(property) ?? 0) > 0;
      if (!isBroken && isHeld === holding.has(property)) continue;
      const [fast, slow] = [holding.has(property), isBroken ? 'broken' : isHeld];
      throw new ToolBugError(
        `of ${property} over derived executions the fast judge says ${fast} and the specification ` +
          `${slow}, on ${printProgram(main.program)}`,
      );
    }
  }
  const counted = new Map(checks);
  for (const property of holding) counted.set(property, 1);
  return { trial, findings, checks: counted };
}
