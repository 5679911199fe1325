import type { Terms } from '../../contract/terms/terms.js';
import { lastStepWord } from '../../core/recorded-execution.js';
import type { PropertyId } from '../../core/property-id.js';
import { kindOf } from '../../core/request.js';
import { RequestKind } from '../../core/request-kind.js';
import { Outcome, outcomeOf } from '../../core/step-record.js';
import { pair } from '../kernel-state.js';
import { judgeRounds } from './growth-record.js';
import { judgeReclaimed } from './reclaimed-record.js';
import { sameAnswers } from './same-answers.js';
import { allOf, hasDied, inRole, type RecordedTrial, type TrialVerdict } from './trial-verdict.js';

type JudgesTrial = (trial: RecordedTrial, terms: Terms) => TrialVerdict;

/**
 * What the fast judge says of the executions derived from one, by the words of their records. It finds
 * nothing broken itself: whatever may be is unsure, and the specification says. Compared with it on a
 * share of the programs.
 */
export const judgeRecordedTrial = (
  property: PropertyId,
  trial: RecordedTrial,
  terms: Terms,
): TrialVerdict => judgesOf[property]?.(trial, terms) ?? 'unsure';

/** A property without one is left to the specification. */
const judgesOf: Readonly<Partial<Record<PropertyId, JudgesTrial>>> = {
  deterministic(trial) {
    const again = inRole(trial, 'again');
    if (again === undefined) return 'notExercised';
    return sameAnswers(trial.main, again, () => true) === 'same' ? 'holds' : 'unsure';
  },
  'failed-call-no-effect': (trial, terms) =>
    allOf([keptCapacity(trial), keptAnswers(trial, terms)]),
  'full-reclaim': judgeReclaimed,
  'bounded-growth': judgeRounds,
};

/** beforeRefusal and afterRefusal end with the same large request. */
function keptCapacity(trial: RecordedTrial): TrialVerdict {
  const before = inRole(trial, 'beforeRefusal');
  const after = inRole(trial, 'afterRefusal');
  const granted = before && lastStepWord(before);
  const again = after && lastStepWord(after);
  if (before === undefined || after === undefined) return 'notExercised';
  if (granted === undefined || again === undefined || hasDied(after)) return 'notExercised';
  const [words, otherWords] = [before.batch.steps, after.batch.steps];
  if (outcomeOf(words[granted + 1]) !== Outcome.granted) return 'notExercised';
  if (pair(words, granted + 3) !== pair(otherWords, again + 3)) return 'notExercised';
  return outcomeOf(otherWords[again + 1]) === Outcome.refused ? 'unsure' : 'holds';
}

/** The program without its refused requests gets the answers that it got with them. */
function keptAnswers(trial: RecordedTrial, { placement, reallocToZeroEnds }: Terms): TrialVerdict {
  const without = inRole(trial, 'withoutRefused');
  if (without === undefined || placement === undefined) return 'notExercised';
  const answers = sameAnswers(trial.main, without, (words, at) => {
    if (outcomeOf(words[at + 1]) !== Outcome.refused) return true;
    return reallocToZeroEnds && endsItsBlock(words, at);
  });
  if (answers === 'different') return 'unsure';
  return answers === 'same' ? 'holds' : 'notExercised';
}

/** A realloc to size 0, whose refusal ends the block under some contracts. */
function endsItsBlock(words: Int32Array, at: number): boolean {
  const kind = kindOf(words[at + 1]);
  if (kind === RequestKind.realloc) return pair(words, at + 3) === 0;
  return kind === RequestKind.reallocArray && pair(words, at + 3) * pair(words, at + 5) === 0;
}
