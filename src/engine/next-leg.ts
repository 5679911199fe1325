import {
  goalResults,
  isNearlyCovered,
  isWorthMore,
  type Campaign,
  type CampaignState,
} from './campaign.js';
import type { Leg } from './judged-batches.js';

/** A leg before it is known who draws its programs. */
export type LegAhead = Omit<Leg, 'source' | 'deadlineMs'>;

/** Parts in which a campaign is prolonged that has nearly met its goals. */
const PROLONGED_IN_PARTS = 4;

/**
 * The programs to run next: those that were planned, then, while goals are nearly met, some more.
 * Undefined where the campaign has come to its end.
 */
export function nextLeg(campaign: Campaign, state: CampaignState): LegAhead | undefined {
  const { plannedPrograms, mostPrograms } = campaign;
  if (!isWorthMore(campaign, state)) return undefined;
  const part = Math.ceil(plannedPrograms / PROLONGED_IN_PARTS);
  const until = state.next < plannedPrograms ? plannedPrograms : state.next + part;
  if (until > plannedPrograms) {
    if (until > mostPrograms || !isNearlyCovered(goalResults(campaign, state))) return undefined;
  }
  // Where one program hangs the next ones often do: it is looked at before more are run.
  return { first: state.next, until, patience: state.patience, runsAhead: !state.wasLate };
}
