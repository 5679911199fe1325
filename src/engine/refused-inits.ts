import { WORDS_PER_HEADER, Header, type ExecutionBatch } from '../core/execution-batch.js';
import { Outcome, WORDS_PER_STEP, outcomeOf } from '../core/step-record.js';
import type { World } from '../core/world.js';
import type { Session } from './session.js';

/** How often init was refused in a campaign, and in regions of which lengths in bytes. */
export interface RefusedInits {
  readonly refused: number;
  readonly shortest: number;
  readonly longest: number;
}

export const neverRefused: RefusedInits = { refused: 0, shortest: Infinity, longest: 0 };

/** Both counts together. */
export const bothInits = (a: RefusedInits, b: RefusedInits): RefusedInits => ({
  refused: a.refused + b.refused,
  shortest: Math.min(a.shortest, b.shortest),
  longest: Math.max(a.longest, b.longest),
});

/** True if the init of execution `index` was refused. */
export function refusedInit({ headers, steps }: ExecutionBatch, index: number): boolean {
  const header = index * WORDS_PER_HEADER;
  if (headers[header + Header.stepCount] === 0) return false;
  const init = headers[header + Header.firstStep] * WORDS_PER_STEP;
  return outcomeOf(steps[init + 1]) === Outcome.refused;
}

/** The count of one refused init. */
export const refusedIn = ({ regionBytes }: World): RefusedInits => ({
  refused: 1,
  shortest: regionBytes,
  longest: regionBytes,
});

/**
 * Says what to do where init was refused in each of so many programs: nothing was asked then, and the
 * verdicts alone do not tell why. Undefined where any was accepted.
 */
export function refusedInitsHint(
  { refused, shortest, longest }: RefusedInits,
  programs: number,
  { contract, subject: { description } }: Session,
): string | undefined {
  if (programs === 0 || refused < programs) return undefined;
  const { region } = contract;
  const beginning = `init was refused in each of ${programs} programs, so that nothing was asked of the subject`;
  if (!description.regionIsGiven)
    return `${beginning}: it brings its own region, and says no to it`;
  const tried =
    `tried were regions of ${shortest} to ${longest} bytes, at bases that are multiples ` +
    `of ${region.baseAlign}, ${region.freshBytes === 'zero' ? 'full of zeros' : 'with any bytes in them'}`;
  return (
    `${beginning}; ${tried}. If it needs others, say which in the contract: region.smallestBytes and ` +
    'region.largestBytes, region.sizeMultiple, region.baseAlign, region.freshBytes'
  );
}
