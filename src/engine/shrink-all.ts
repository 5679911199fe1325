import { compareOrdinary } from '../core/ordinariness.js';
import { requestCount } from '../core/program.js';
import { propertyIds, type PropertyId } from '../core/property-id.js';
import type { Witness } from '../core/result.js';
import { foundOf, type Campaign, type CampaignState } from './campaign.js';
import { shrinkViolation } from './shrink-violation.js';
import { kindOfViolation } from './violation-kind.js';

/** What a property's violations came to. */
export interface PropertyWitnesses {
  /** The most ordinary first; at least one. */
  readonly told: readonly Witness[];
  /** Kinds that were found and are not among them. */
  readonly untoldKinds: number;
}

/** Witnesses that are told of a property. */
const MOST_TOLD = 3;

/**
 * Shrinks what a campaign has found: of each property the most ordinary kinds of violations. Two that
 * shrink to one program have one cause, and are one witness.
 */
export async function shrinkAll(
  campaign: Campaign,
  state: CampaignState,
): Promise<ReadonlyMap<PropertyId, PropertyWitnesses>> {
  const { session, trials, signal, onEvent } = campaign;
  const witnesses = new Map<PropertyId, PropertyWitnesses>();
  for (const property of propertyIds) {
    const found = foundOf(state, property).sort(compareOrdinary);
    if (found.length === 0) continue;
    const told = new Map<string, Witness>();
    let asFew = 0;
    for (const violation of found.slice(0, MOST_TOLD)) {
      const place = told.size > 0 ? 'further' : witnesses.size > 0 ? 'property' : 'first';
      const witness =
        state.confirmed.get(kindOfViolation(violation)) ??
        (await shrinkViolation(session, trials, violation, { signal, place }));
      if (told.has(witness.literal)) asFew++;
      else told.set(witness.literal, witness);
    }
    const sorted = [...told.values()].sort(compareOrdinary);
    witnesses.set(property, { told: sorted, untoldKinds: found.length - told.size - asFew });
    const [first] = sorted;
    const [fromRequests, toRequests] = [first.foundAtRequests, requestCount(first.program)];
    onEvent({ kind: 'shrunk', property, fromRequests, toRequests });
  }
  return witnesses;
}
