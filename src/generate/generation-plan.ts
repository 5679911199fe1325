import type { Terms } from '../contract/terms/terms.js';
import { UsageError } from '../core/errors.js';
import { makeWorldPlan, type WorldPlan } from './world-plan.js';

export type Effort = 'quick' | 'standard' | 'deep';

/**
 * All that may lawfully be asked of one subject under one contract, and the worlds to ask it in: what
 * the contract leaves undefined or the subject lacks is absent here, so that neither the generator nor
 * the shrinker can ask it. Plain data.
 */
export interface GenerationPlan extends Terms {
  readonly effort: Effort;
  readonly worlds: WorldPlan;
  /** What a block is thought to cost, for the generator's own book of the fill level. */
  readonly book: { readonly granuleBytes: number; readonly overheadBytes: number };
}

export interface PlanOptions {
  readonly effort?: Effort;
  /** The smallest region that the subject's init was seen to accept; absent: all lawful ones. */
  readonly acceptedRegionBytes?: number;
}

/** The plan by the terms of a subject. @throws UsageError where nothing can be allocated */
export function makePlan(terms: Terms, options: PlanOptions = {}): GenerationPlan {
  requireGrants(terms);
  return {
    ...terms,
    effort: options.effort ?? 'standard',
    worlds: makeWorldPlan(terms, options.acceptedRegionBytes),
    book: bookOf(terms),
  };
}

function requireGrants({ kinds, contractName, subjectName, offered }: Terms): void {
  if (kinds.some((kind) => kind === 'alloc' || kind === 'allocZeroed' || kind === 'allocArray')) {
    return;
  }
  throw new UsageError(
    `${subjectName}: contract ${contractName} and the subject share no request that allocates; ` +
      `lawful are ${kinds.join(', ') || 'none'}, and the subject has ${offered.kinds.join(', ')}`,
  );
}

function bookOf({ placement, gap }: Terms): GenerationPlan['book'] {
  if (placement !== undefined) {
    return { granuleBytes: placement.granuleBytes, overheadBytes: 0 };
  }
  if (gap !== undefined) {
    return { granuleBytes: gap.granuleBytes, overheadBytes: gap.overheadBytes };
  }
  return { granuleBytes: 8, overheadBytes: 8 };
}
