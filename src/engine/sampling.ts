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
  /** One in so many of the first programs is tried, as long as that gives fewer than `triedFirst`. */
  readonly triedEveryFirst: number;
  readonly triedFirst: number;
  /** Behind them one in so many is. */
  readonly triedEvery: number;
}

export const samplingOf: Readonly<Record<Effort, Sampling>> = {
  quick: {
    explainedFirst: 64,
    explainedEvery: 32,
    triedEveryFirst: 8,
    triedFirst: 64,
    triedEvery: 32,
  },
  standard: {
    explainedFirst: 64,
    explainedEvery: 100,
    triedEveryFirst: 8,
    triedFirst: 64,
    triedEvery: 64,
  },
  deep: {
    explainedFirst: 64,
    explainedEvery: 200,
    triedEveryFirst: 8,
    triedFirst: 64,
    triedEvery: 256,
  },
};

/** Steps of the longest program that is explained as a sample: the walk is quadratic in what is live. */
const MOST_STEPS = 4_000;

export function isSampled(sampling: Sampling, number: number, steps: number): boolean {
  if (steps > MOST_STEPS) return false;
  return number < sampling.explainedFirst || number % sampling.explainedEvery === 0;
}

export function isTried(sampling: Sampling, number: number, steps: number): boolean {
  if (steps > MOST_STEPS) return false;
  const { triedEveryFirst, triedFirst, triedEvery } = sampling;
  return number % (number < triedEveryFirst * triedFirst ? triedEveryFirst : triedEvery) === 0;
}
