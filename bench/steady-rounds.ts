import { median } from './median.js';

const FEWEST_WARM_UP = 12;
const MOST_WARM_UP = 60;
/** Rounds of either side that are compared to see whether a round still gets faster. */
const WINDOW = 4;
/** What a window must gain on the one before for the code to be still on its way. */
const GAIN = 0.97;

/**
 * Runs a round until it gets no faster, then `count` times more, and answers the times of these: what
 * is measured is compiled code on both sides of a comparison, however many rounds each of them needs.
 * `time` answers what a round is judged by.
 */
export async function steadyRounds<T>(
  count: number,
  round: (index: number) => Promise<T> | T,
  time: (result: T) => number,
): Promise<T[]> {
  const warmUp: number[] = [];
  while (warmUp.length < MOST_WARM_UP && !isSteady(warmUp)) {
    warmUp.push(time(await round(warmUp.length)));
  }
  const results: T[] = [];
  for (let index = 0; index < count; index++) results.push(await round(warmUp.length + index));
  return results;
}

function isSteady(times: readonly number[]): boolean {
  if (times.length < Math.max(FEWEST_WARM_UP, 2 * WINDOW)) return false;
  return median(times.slice(-WINDOW)) >= GAIN * median(times.slice(-2 * WINDOW, -WINDOW));
}
