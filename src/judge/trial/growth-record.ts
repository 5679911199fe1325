import type { Terms } from '../../contract/terms/terms.js';
import { EventType, WORDS_PER_EVENT } from '../../core/event-record.js';
import { eventsOf, stepsOf, type RecordedExecution } from '../../core/recorded-execution.js';
import { kindOf } from '../../core/request.js';
import { RequestKind } from '../../core/request-kind.js';
import { Outcome, WORDS_PER_STEP, outcomeOf } from '../../core/step-record.js';
import { pair } from '../kernel-state.js';
import { hasDied, inRole, type RecordedTrial, type TrialVerdict } from './trial-verdict.js';

/** `bounded-growth` over rounds, by the record. */
export function judgeRounds(trial: RecordedTrial, { growth }: Pick<Terms, 'growth'>): TrialVerdict {
  const rounds = inRole(trial, 'rounds');
  if (rounds === undefined || growth !== 'bounded' || hasDied(rounds)) return 'notExercised';
  const maxima = recordedMaxima(rounds);
  if (maxima.length < PART) return 'notExercised';
  return outgrewFirst(maxima) ? 'unsure' : 'holds';
}

/** The first and the last quarter of the rounds are compared. */
const PART = 4;
const LEAK_SLACK_BYTES = 1024 * 1024;
/** Part of what a leak comes to in all rounds that its first ones are suspected by. */
const SUSPICIOUS_PART = 1 / 8;

/** Whether the last quarter of the rounds needed more than twice the first and a slack. */
export function outgrewFirst(maxima: readonly number[]): boolean {
  const quarter = Math.floor(maxima.length / PART);
  if (quarter === 0) return false;
  const first = Math.max(...maxima.slice(0, quarter));
  return Math.max(...maxima.slice(-quarter)) > 2 * first + LEAK_SLACK_BYTES;
}

/**
 * Whether a quarter of the rounds has grown as it would with a leak that all of them show: one that
 * comes to the first quarter and the slack over three quarters of the rounds comes to much more than an eighth
 * of that over the first one.
 */
export function growsFromFirst(maxima: readonly number[]): boolean {
  const [first = 0] = maxima;
  return Math.max(...maxima) - first > SUSPICIOUS_PART * (first + LEAK_SLACK_BYTES);
}

/** Largest footprint of each round; a round ends with the last free of its drain. */
export function recordedMaxima(rounds: RecordedExecution): number[] {
  const { words, first, count } = stepsOf(rounds);
  const events = eventsOf(rounds);
  const maxima: number[] = [];
  let event = events.first;
  const lastEvent = events.first + events.count * WORDS_PER_EVENT;
  let [footprint, maximum] = [0, 0];
  for (let step = 0; step < count; step++) {
    for (; event < lastEvent && events.words[event + 1] === step; event += WORDS_PER_EVENT) {
      if (events.words[event] !== EventType.extents) continue;
      const isMeasured = events.words[event + 6] !== -1 || events.words[event + 7] !== -1;
      if (isMeasured) footprint = pair(events.words, event + 6);
    }
    if (footprint > maximum) maximum = footprint;
    const at = first + step * WORDS_PER_STEP;
    if (kindOf(words[at + 1]) !== RequestKind.drain) continue;
    const isLast =
      step + 1 === count || kindOf(words[at + WORDS_PER_STEP + 1]) !== RequestKind.drain;
    if (!isLast) continue;
    maxima.push(maximum);
    maximum = footprint;
  }
  return maxima;
}

/** Steps that were refused; but to resize in place, which says nothing about memory. */
export function refusedSteps(recorded: RecordedExecution): number {
  const { words, first, count } = stepsOf(recorded);
  let refused = 0;
  for (let step = 0; step < count; step++) {
    const word = words[first + step * WORDS_PER_STEP + 1];
    const isRefused = outcomeOf(word) === Outcome.refused;
    if (isRefused && kindOf(word) !== RequestKind.resizeInPlace) refused++;
  }
  return refused;
}
