import { parseProgram } from '../core/parse-program-literal.js';
import type { SavedWitness } from '../witness/saved-witness.js';
import type { Campaign, CampaignState } from './campaign.js';
import { examine, needsTrial, violationOf } from './examine.js';
import { confirmation, unlessByChance } from './explain-program.js';
import { unaskable } from './unaskable.js';
import { kindOfViolation } from './violation-kind.js';

/** Saved witnesses that still break count as found; the others are told as fixed. */
export async function replaySaved(
  campaign: Campaign,
  state: CampaignState,
  savedWitnesses: readonly SavedWitness[],
  notes: string[],
): Promise<CampaignState> {
  const { session, trials, properties } = campaign;
  const found = new Map(state.found);
  const confirmed = new Map(state.confirmed);
  for (const saved of savedWitnesses) {
    if (!properties.has(saved.property)) continue;
    const program = parseProgram(saved.program);
    const reason = unaskable(session, program);
    if (reason !== undefined) {
      notes.push(`saved witness of ${saved.property} does not apply: ${reason}`);
      continue;
    }
    const wanted = needsTrial(saved.property) ? [saved.property] : [];
    const { trial, explanation } = await examine(session, trials, program, wanted, 'suspecting');
    const violation = violationOf(program, trial, explanation.findings);
    const answer =
      violation?.property === saved.property
        ? await confirmation(campaign, { ...state, found }, violation)
        : 'slow';
    const kept =
      violation === undefined || answer === 'slow'
        ? undefined
        : await unlessByChance(campaign, state, violation);
    if (kept === undefined || answer === 'slow') {
      notes.push(`saved witness of ${saved.property} does not break it any more: ${saved.program}`);
      continue;
    }
    found.set(kindOfViolation(kept), kept);
    if (answer !== 'stands') confirmed.set(kindOfViolation(kept), answer);
  }
  return { ...state, found, confirmed };
}
