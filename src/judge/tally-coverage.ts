import { requestedBytes } from '../../models/interval-model.js';
import type { JudgeContext } from '../../properties/property.js';
import { goalId, goalKinds, type Goal } from '../contract/goals/coverage-goal.js';
import { endsForMemory } from '../contract/terms/lawful-answer.js';
import type { Execution, Step } from '../core/execution.js';
import { growthLimit } from '../core/growth-limit.js';
import { hostRefusedIn } from '../core/host-refused.js';
import {
  emptyState,
  takeFree,
  takeGrant,
  takeReset,
  takeResize,
  type CoverageState,
} from './coverage-state.js';
import { goalMeanings, isFree, isFresh, isRealloc, type CoverageMoment } from './goal-meanings.js';

/**
 * How often one execution reached each coverage goal, by the goal's id; goals that it did not reach
 * are absent, and goals that `coverageGoals` left out may be present.
 *
 * This is what `goalMeanings` says, step by step, and slow. Campaigns count with `CoverageCounter`,
 * which must come to the same numbers.
 */
export function tallyCoverage(execution: Execution, context: JudgeContext): Map<string, number> {
  const tally = new Map<string, number>();
  const state = emptyState();
  const { world } = execution.program;
  const limit = growthLimit(context.subject, world);
  const limitBytes = limit > 0 ? BigInt(limit) : undefined;
  const regions = new Map(execution.extents.map(({ step, region }) => [step, region]));
  for (const step of execution.steps) {
    const region = regions.get(step.index);
    if (region !== undefined) {
      const { start, end } = region;
      const told = end < UNKNOWN_END && end > start ? end - start : undefined;
      state.regionBytes = withinClaim(told, context.terms.region.claimedBytes);
    }
    const moment: CoverageMoment = {
      ...context,
      world,
      limitBytes,
      state,
      step,
      size: requestedBytes(step),
      block: step.allocation === undefined ? undefined : state.live.get(step.allocation),
      isRefused: wasRefused(context, step, execution),
    };
    for (const kind of goalKinds) {
      const reached = goalMeanings[kind](moment);
      if (reached === undefined) continue;
      if (typeof reached !== 'object') count(kind, reached);
      else {
        // Both forms of what a meaning answers; without a list, since this is asked of every step.
        const topics = reached as Readonly<Record<string, boolean>>;
        for (const topic in topics) if (topics[topic]) count(kind, topic);
      }
    }
    advance(state, moment);
  }
  return tally;

  function count(kind: Goal['kind'], of: unknown): void {
    const id = goalId({ kind, of } as Goal);
    tally.set(id, (tally.get(id) ?? 0) + 1);
  }
}

/** What a step does to the blocks. */
function advance(state: CoverageState, moment: CoverageMoment): void {
  const { step, block, size, terms, isRefused } = moment;
  const { outcome, allocation } = step;
  const isNew = isFresh(step.kind) || (isRealloc(step.kind) && block === undefined);
  if (isNew) takeGrant(state, step);
  if (step.kind === 'reset' && outcome.kind === 'done') takeReset(state);
  if (isNew || block === undefined || allocation === undefined) return;
  if (isRealloc(step.kind)) {
    if (outcome.kind === 'granted') {
      takeResize(state, allocation, { start: outcome.address, bytes: size });
    } else if (isRefused && size === 0n && terms.reallocToZeroEnds) takeFree(state, allocation);
  } else if (outcome.kind !== 'done') return;
  else if (step.kind === 'resizeInPlace') {
    takeResize(state, allocation, { start: block.start, bytes: size });
  } else if (isFree(step)) {
    if (block.bytes > state.longestFreed) state.longestFreed = block.bytes;
    takeFree(state, allocation);
    if (state.live.size === 0) state.liveSinceEmpty = 0;
  }
}

function wasRefused({ terms }: JudgeContext, step: Step, execution: Execution): boolean {
  const { death } = execution;
  if (step.outcome.kind === 'refused') return true;
  if (step.outcome.kind !== 'faulted' || death?.step !== step.index) return false;
  return endsForMemory(terms, death, hostRefusedIn(execution, step.index) > 0n);
}

/** The end of a region whose end is not known is recorded as 2^53 - 1. */
const UNKNOWN_END = BigInt(Number.MAX_SAFE_INTEGER);

/** Length of the region as told, and no more than the contract says of one of the subject's own. */
function withinClaim(told: bigint | undefined, claimedBytes: number): bigint | undefined {
  if (claimedBytes === Infinity) return told;
  const claimed = BigInt(claimedBytes);
  return told !== undefined && told < claimed ? told : claimed;
}
