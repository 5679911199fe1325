import type { JudgeContext } from '../../properties/property.js';
import { allGoals } from '../contract/goals/coverage-goal.js';
import type { CoverageGoal } from '../contract/goals/coverage-goals.js';
import { EventType, WORDS_PER_EVENT } from '../core/event-record.js';
import {
  ExecutionStatus,
  Header,
  WORDS_PER_HEADER,
  type ExecutionBatch,
} from '../core/execution-batch.js';
import { growthLimit } from '../core/growth-limit.js';
import { alignLog2Of, entryOf, kindOf } from '../core/request.js';
import { RequestKind } from '../core/request-kind.js';
import { OUTCOME_SHIFT, Outcome, WORDS_PER_STEP, outcomeOf } from '../core/step-record.js';
import { readsAll, type World } from '../core/world.js';
import { AnswerCounter } from './answer-counter.js';
import { CoverageLedger } from './coverage-ledger.js';
import { coverageRules, type CoverageRules } from './coverage-rules.js';
import * as goal from './goal-indices.js';
import { granuleOf } from './granule-of.js';
import { refusedByEnding } from './refused-by-ending.js';
import { SizeCounter } from './size-counter.js';

/** Counts of goals, in the order of `allGoals`. */
export type GoalCounts = Float64Array;

export const emptyCounts = (): GoalCounts => new Float64Array(allGoals.length);

export const addedCounts = (a: GoalCounts, b: GoalCounts): GoalCounts =>
  a.map((count, index) => count + b[index]);

/**
 * Counts how often executions reach the coverage goals, over the words of their records: for every
 * program of a campaign, since it costs less than a twentieth of running one. Allocates nothing a step.
 *
 * Comes to the same numbers as `tallyCoverage`, which says what the goals mean; `compareCoverage`
 * holds it to that on a sample. Goals about neighbours are counted where they are asked for only.
 */
export class CoverageCounter {
  private readonly rules: CoverageRules;
  private readonly ledger: CoverageLedger;
  private readonly sizes: SizeCounter;
  private readonly answers: AnswerCounter;

  constructor(
    private readonly context: JudgeContext,
    goals: readonly CoverageGoal[],
  ) {
    this.rules = coverageRules(context, goals);
    this.ledger = new CoverageLedger(this.rules.followsNeighbours);
    this.sizes = new SizeCounter(this.rules);
    this.answers = new AnswerCounter(this.rules, this.ledger, this.sizes);
  }

  /** Adds what execution `index` of a batch reached to `counts`. `world` is its program's. */
  count(batch: ExecutionBatch, index: number, world: World, counts: GoalCounts): void {
    const { headers, steps, events } = batch;
    const { ledger, sizes, answers } = this;
    const header = index * WORDS_PER_HEADER;
    const length = headers[header + Header.stepCount];
    if (headers[header + Header.status] === ExecutionStatus.notRun || length === 0) return;
    const first = headers[header + Header.firstStep] * STEP_WORDS;
    let event = headers[header + Header.firstEvent] * WORDS_PER_EVENT;
    const lastEvent = event + headers[header + Header.eventCount] * WORDS_PER_EVENT;
    sizes.begin(growthLimit(this.context.subject, world));
    ledger.begin(length, this.rules.followsNeighbours ? granuleOf(steps, first, length, 0) : 0);
    this.countWorld(world, counts);
    const refusedAt = refusedByEnding(this.context.terms, batch, index);
    for (let step = 0; step < length; step++) {
      if (step > 0 && isEveryday(steps[first + step * STEP_WORDS + 1])) {
        const until = event < lastEvent ? Math.min(events[event + 1], length) : length;
        step = this.countEveryday(steps, first, step, until, counts);
        if (step >= length) break;
      }
      for (; event < lastEvent && events[event + 1] <= step; event += WORDS_PER_EVENT) {
        if (events[event] !== EventType.extents) continue;
        sizes.setRegion(pair(events, event + 2), pair(events, event + 4));
      }
      const at = first + step * STEP_WORDS;
      const word1 = steps[at + 1];
      const kind = kindOf(word1);
      const outcome = outcomeOf(word1);
      const isRefused = outcome === Outcome.refused || step === refusedAt;
      switch (kind) {
        case RequestKind.alloc:
        case RequestKind.allocZeroed:
        case RequestKind.allocArray:
        case RequestKind.fill:
          answers.fresh(steps, at, step, isRefused, counts);
          break;
        case RequestKind.dealloc:
        case RequestKind.drain:
          if (outcome === Outcome.done) answers.free(steps[at + 2], counts);
          answers.answered(kind, outcome, counts);
          break;
        case RequestKind.realloc:
        case RequestKind.reallocArray:
          answers.realloc(steps, at, step, isRefused, counts);
          break;
        case RequestKind.resizeInPlace:
          if (outcome === Outcome.done) ledger.resize(steps[at + 2], pair(steps, at + 3));
          answers.answered(kind, outcome, counts);
          break;
        case RequestKind.reset:
          if (outcome === Outcome.done) {
            if (ledger.live > 0) counts[goal.RESET_WITH_LIVE]++;
            ledger.reset(step);
          }
          answers.answered(kind, outcome, counts);
          break;
        case RequestKind.deallocInvalid:
          answers.invalidFree(steps[at + 5], steps[at + 6], outcome, counts);
          break;
        default:
          answers.answered(kind, outcome, counts);
      }
    }
    for (const { blocks, index } of goal.LIVE) if (ledger.mostLive >= blocks) counts[index]++;
  }

  /**
   * Counts steps `from` up to `until` as long as they are everyday ones: grants of an alloc that could
   * be granted, and frees. Answers the first that is not. Most steps of a long execution are of these
   * kinds, and what the general way asks of each is settled here for all of them.
   */
  private countEveryday(
    steps: Int32Array,
    first: number,
    from: number,
    until: number,
    counts: Float64Array,
  ): number {
    const { ledger, answers } = this;
    const { smallestEveryday, largestEveryday } = this.sizes;
    let grants = 0;
    let frees = 0;
    let step = from;
    for (; step < until; step++) {
      const at = first + step * STEP_WORDS;
      const word1 = steps[at + 1];
      const kindAndOutcome = word1 & KIND_AND_OUTCOME;
      if (kindAndOutcome === GRANTED) {
        const bytes = steps[at + 3];
        if (bytes < smallestEveryday || bytes > largestEveryday || steps[at + 4] !== 0) break;
        counts[ENTRY + entryOf(word1)]++;
        counts[ALIGN + alignLog2Of(word1)]++;
        // In whole numbers, since a branch on what is drawn is taken at random.
        const sizeClass = ((16 - bytes) >>> 31) + ((512 - bytes) >>> 31) + ((8192 - bytes) >>> 31);
        counts[SIZE + sizeClass]++;
        ledger.take(step, pair(steps, at + 7), bytes);
        grants++;
      } else if (kindAndOutcome === FREED) {
        answers.free(steps[at + 2], counts);
        frees++;
      } else break;
    }
    counts[ANSWERED_ALLOC] += grants;
    counts[ANSWERED_DEALLOC] += frees;
    return step;
  }

  private countWorld(world: World, counts: Float64Array): void {
    if (world.fill.kind !== 'zero') counts[goal.WORLD_NOISE]++;
    if (world.regionBytes % 16 !== 0) counts[goal.WORLD_ODD_LENGTH]++;
    if (world.baseOffset % this.rules.baseModulus !== 0) counts[goal.WORLD_UNALIGNED_BASE]++;
    if (readsAll(world.observe)) counts[goal.CONTENTS_FULL]++;
  }
}

// What is imported is read from its module at every use; this is known to be constant.
const STEP_WORDS = WORDS_PER_STEP;
const KIND_AND_OUTCOME = 31 | (7 << OUTCOME_SHIFT);
const GRANTED = RequestKind.alloc | (Outcome.granted << OUTCOME_SHIFT);
const FREED = RequestKind.dealloc | (Outcome.done << OUTCOME_SHIFT);
const ENTRY = goal.ENTRY[0];
const ALIGN = goal.ALIGN;
const SIZE = goal.sizeClassOf(1);
const ANSWERED_ALLOC = goal.ANSWERED[RequestKind.alloc];
const ANSWERED_DEALLOC = goal.ANSWERED[RequestKind.dealloc];

const isEveryday = (word1: number): boolean =>
  (word1 & KIND_AND_OUTCOME) === GRANTED || (word1 & KIND_AND_OUTCOME) === FREED;

const pair = (words: Int32Array, at: number): number =>
  (words[at + 1] >>> 0) * 4294967296 + (words[at] >>> 0);
