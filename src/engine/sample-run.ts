import type { Execution } from '../core/execution.js';
import { kindsThat } from '../core/request-kind.js';
import type { SampleRun } from '../core/result.js';
import { CLEAN } from '../judge/kernel-state.js';
import type { DueProgram } from './judged-batches.js';

/** Steps that a picture of a whole run can show. */
const FEWEST = 200;
const MOST = 400;

/** Live blocks at once from which on a run shows how memory is used. */
const MANY_LIVE = 40;

const asking = kindsThat('asksForMemory');
const moves = kindsThat('moves');
const ending = kindsThat('frees');

/**
 * The better of two programs to show how the subject behaves: one in which nothing broke, of a length
 * that can be drawn, in which memory fills until something is refused and is given back in the end.
 */
export function betterSample(
  best: SampleRun | undefined,
  { main, verdict, number }: DueProgram,
): SampleRun | undefined {
  if (verdict !== CLEAN || main.death !== undefined || main.damages.length > 0) return best;
  if (main.steps.length > 2 * MOST) return best;
  return best !== undefined && worthOf(best.execution) >= worthOf(main)
    ? best
    : { number, execution: main };
}

/**
 * From 0 to 5: how much of filling, refusing and giving back a run shows, and how mixed it is; less where
 * it is too short.
 */
function worthOf({ steps }: Execution): number {
  let [grants, frees, refusals, live, peak] = [0, 0, 0, 0, 0];
  const sizes = new Set<bigint>();
  for (const { kind, size, outcome } of steps) {
    if (asking.has(kind)) sizes.add(size);
    if (outcome.kind === 'refused' && asking.has(kind)) refusals++;
    if (outcome.kind === 'granted' && !moves.has(kind)) {
      grants++;
      live++;
      peak = Math.max(peak, live);
    }
    if (outcome.kind === 'done' && ending.has(kind)) {
      frees++;
      live--;
    }
    if (outcome.kind === 'done' && kind === 'reset') live = 0;
  }
  const shown =
    2 * Math.min(1, sizes.size / MANY_LIVE) +
    (refusals > 0 ? 1 : 0) +
    frees / Math.max(1, grants) +
    Math.min(1, peak / MANY_LIVE);
  const { length } = steps;
  return (
    shown * (length < FEWEST ? length / (2 * FEWEST) : length > MOST ? MOST / (2 * length) : 1)
  );
}
