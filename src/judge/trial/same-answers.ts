import { EventType } from '../../core/event-record.js';
import { eventsOf, stepsOf, type RecordedExecution } from '../../core/recorded-execution.js';
import { kindOf } from '../../core/request.js';
import { RequestKind } from '../../core/request-kind.js';
import { Outcome, WORDS_PER_STEP, outcomeOf } from '../../core/step-record.js';
import { pair } from '../kernel-state.js';

/** A step of each of two executions, by its word. */
interface Pair {
  readonly words: Int32Array;
  readonly otherWords: Int32Array;
  /** Where each counts addresses from. */
  readonly base: number;
  readonly otherBase: number;
}

export type SameAnswers = 'same' | 'shorter' | 'different';

/**
 * Whether the steps of `other` are answered, one for one, as those of `main` that `isKept` says: grants
 * by their offset from the base. `shorter` where it ends before. What `answerOf` calls the same is not
 * always the same here: `different` only means that somebody has to look.
 */
export function sameAnswers(
  main: RecordedExecution,
  other: RecordedExecution,
  isKept: (words: Int32Array, at: number) => boolean,
): SameAnswers {
  const steps = stepsOf(main);
  const others = stepsOf(other);
  const words = steps.words;
  const otherWords = others.words;
  const compared = { words, otherWords, base: baseOf(main), otherBase: baseOf(other) };
  let at = steps.first;
  let otherAt = others.first;
  const end = at + steps.count * WORDS_PER_STEP;
  const otherEnd = otherAt + others.count * WORDS_PER_STEP;
  for (; at < end; at += WORDS_PER_STEP) {
    if (!isKept(words, at)) continue;
    if (otherAt >= otherEnd) return 'shorter';
    if (!isSame(compared, at, otherAt)) return 'different';
    otherAt += WORDS_PER_STEP;
  }
  return otherAt < otherEnd ? 'different' : 'same';
}

function isSame(
  { words, otherWords, base, otherBase }: Pair,
  at: number,
  otherAt: number,
): boolean {
  const word1 = words[at + 1];
  const otherWord1 = otherWords[otherAt + 1];
  const outcome = outcomeOf(word1);
  if (outcome !== outcomeOf(otherWord1) || kindOf(word1) !== kindOf(otherWord1)) return false;
  if (outcome === Outcome.granted) {
    const [bytes, otherBytes] = [pair(words, at + 3), pair(otherWords, otherAt + 3)];
    if (bytes !== otherBytes) return false;
    if (bytes === 0) return true;
    const [address, otherAddress] = [pair(words, at + 7), pair(otherWords, otherAt + 7)];
    if (address > Number.MAX_SAFE_INTEGER || otherAddress > Number.MAX_SAFE_INTEGER) return false;
    return address - base === otherAddress - otherBase;
  }
  if (outcome !== Outcome.done || kindOf(word1) !== RequestKind.usable) return true;
  return words[at + 5] === otherWords[otherAt + 5] && words[at + 6] === otherWords[otherAt + 6];
}

/** Where the region began at first; 0 where it is not told. */
function baseOf(recorded: RecordedExecution): number {
  const { words, first, count } = eventsOf(recorded);
  return count > 0 && words[first] === EventType.extents ? pair(words, first + 2) : 0;
}
