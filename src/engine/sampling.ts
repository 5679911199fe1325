import type { Effort } from '../generate/generation-plan.js';

/**
 * Which programs the specification walks although the kernel finds nothing in them, and which are tried
 * against derived executions. Both go by the program's number and length alone: never by the clock,
 * nor by what other programs gave, so that a seed gives the same report whoever runs it.
 */
export interface Sampling {
  /** Programs at the beginning of a campaign that are all explained. */
  readonly explainedFirst: number;
  /** Behind them one in so many is. */
  readonly explainedEvery: number;
  /** One in so many of the first programs is tried. */
  readonly triedEveryFirst: number;
  /** How many programs are the first ones. */
  readonly triedFirst: number;
  /** Behind them one in so many is. */
  readonly triedEvery: number;
}

export const samplingOf: Readonly<Record<Effort, Sampling>> = {
  quick: {
    ...{ explainedFirst: 64, explainedEvery: 32 },
    ...{ triedEveryFirst: 8, triedFirst: 2_000, triedEvery: 32 },
  },
  standard: {
    ...{ explainedFirst: 64, explainedEvery: 100 },
    ...{ triedEveryFirst: 8, triedFirst: 2_000, triedEvery: 64 },
  },
  deep: {
    ...{ explainedFirst: 64, explainedEvery: 200 },
    ...{ triedEveryFirst: 8, triedFirst: 2_000, triedEvery: 256 },
  },
};

/** Steps of the longest program that is explained as a sample: the walk is quadratic in what is live. */
const MOST_STEPS = 4_000;

export function isSampled(sampling: Sampling, number: number, steps: number): boolean {
  if (steps > MOST_STEPS) return false;
  return number < sampling.explainedFirst || number % sampling.explainedEvery === 0;
}

/** Programs of more steps are tried a quarter as often: what a trial loses shows in short ones, for less. */
const FEW_STEPS = 500;

export function isTried(sampling: Sampling, number: number, steps: number): boolean {
  if (steps > MOST_STEPS) return false;
  const { triedEveryFirst, triedFirst, triedEvery } = sampling;
  const every = number < triedFirst ? triedEveryFirst : triedEvery;
  return number % (steps > FEW_STEPS ? 4 * every : every) === 0;
}

/** One tried program in so many is repeated for all the rounds of a leak trial at once. */
const FULL_ROUNDS_EVERY = 5;

/**
 * Whether the rounds of a tried program begin with a few: odd to how often the long ones are tried, so that
 * neither kind is always brief.
 */
export function isBriefly({ triedEveryFirst }: Sampling, number: number): boolean {
  return (number / triedEveryFirst) % FULL_ROUNDS_EVERY !== 0;
}
