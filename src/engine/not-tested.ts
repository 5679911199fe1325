import { notJudged } from '../contract/not-judged.js';
import type { PropertyId } from '../core/property-id.js';
import type { NotTested } from '../core/result.js';
import { provocations } from '../contract/terms/provocations.js';
import { allProperties } from '../../properties/index.js';
import type { Session } from './session.js';

/**
 * What the contract promises and no program can test, with the reason: known from contract and subject,
 * before anything runs. What could be tested and was not is none of it; that leaves a verdict in doubt.
 */
export function notTestedOf({
  contract,
  subject: { description },
}: Pick<Session, 'contract' | 'subject'>): NotTested[] {
  const never = provocations(contract, description);
  const properties = allProperties.flatMap((property): NotTested[] => {
    if (property.clause(contract, description) === undefined) return [];
    const because = property.whyNotTested?.(never);
    return because === undefined ? [] : [{ of: property.id, because }];
  });
  return [
    ...properties,
    ...(never.full === undefined ? [] : [{ of: 'exhaustion', because: never.full } as const]),
    ...(contract.threads === 'any'
      ? [{ of: 'threads', because: notJudged['threads'] } as const]
      : []),
  ];
}

/** Why no program can exercise a property that is claimed; undefined where one can. */
export const whyNotTested = (list: readonly NotTested[], id: PropertyId): string | undefined =>
  list.find(({ of }) => of === id)?.because;
