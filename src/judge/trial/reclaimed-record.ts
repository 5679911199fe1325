import { EventType, WORDS_PER_EVENT } from '../../core/event-record.js';
import { requestCount } from '../../core/program.js';
import {
  eventsOf,
  lastStepWord,
  stepsOf,
  type RecordedExecution,
} from '../../core/recorded-execution.js';
import { kindOf } from '../../core/request.js';
import { RequestKind } from '../../core/request-kind.js';
import { Outcome, WORDS_PER_STEP, outcomeOf } from '../../core/step-record.js';
import { pair } from '../kernel-state.js';
import { allOf, hasDied, inRole, type RecordedTrial, type TrialVerdict } from './trial-verdict.js';

/** `full-reclaim` by the record: the largest grant again, and as many of each as on a fresh region. */
export const judgeReclaimed = (trial: RecordedTrial): TrialVerdict =>
  allOf([judgeLargest(trial), judgeCounts(trial)]);

function judgeLargest(trial: RecordedTrial): TrialVerdict {
  const calibrate = inRole(trial, 'calibrate');
  const largest = calibrate && lastStepWord(calibrate);
  if (calibrate === undefined || largest === undefined) return 'notExercised';
  const asked = calibrate.batch.steps;
  if (outcomeOf(asked[largest + 1]) !== Outcome.granted) return 'notExercised';
  const bytes = pair(asked, largest + 3);
  let verdict: TrialVerdict = 'notExercised';
  for (const { role, recorded } of trial.others) {
    if (role !== 'drained' || hasDied(recorded)) continue;
    const again = lastStepWord(recorded);
    if (again === undefined) continue;
    const { steps } = recorded.batch;
    if (pair(steps, again + 3) !== bytes || kindOf(steps[again + 1]) !== RequestKind.alloc)
      continue;
    if (owesLess(recorded, calibrate)) continue;
    if (outcomeOf(steps[again + 1]) === Outcome.refused) return 'unsure';
    verdict = 'holds';
  }
  return verdict;
}

function judgeCounts(trial: RecordedTrial): TrialVerdict {
  const fresh = inRole(trial, 'counted');
  const again = inRole(trial, 'recounted');
  if (fresh === undefined || again === undefined) return 'notExercised';
  if (hasDied(fresh) || hasDied(again) || owesLess(again, fresh)) return 'notExercised';
  let verdict: TrialVerdict = 'notExercised';
  for (const fromEnd of FILLS_FROM_END) {
    const before = fillOf(fresh, fromEnd);
    if (before.granted === 0 || before.granted === before.asked) continue;
    const after = fillOf(again, fromEnd);
    if (after.granted < before.granted && after.granted !== after.asked) return 'unsure';
    verdict = 'holds';
  }
  return verdict;
}

/** The fills of a count among its last requests: of the largest, and of the smallest. */
const FILLS_FROM_END = [3, 1] as const;

/** How often a fill asked, and how often it was granted. */
function fillOf(
  recorded: RecordedExecution,
  fromEnd: number,
): { readonly asked: number; readonly granted: number } {
  const request = requestCount(recorded.program) - fromEnd;
  const { words, first, count } = stepsOf(recorded);
  let [asked, granted] = [0, 0];
  for (let step = 0; step < count; step++) {
    const at = first + step * WORDS_PER_STEP;
    if (words[at] !== request || kindOf(words[at + 1]) !== RequestKind.fill) continue;
    asked++;
    if (outcomeOf(words[at + 1]) === Outcome.granted) granted++;
  }
  return { asked, granted };
}

/** Whether the region was made smaller than a fresh one, which owes less, whatever was added since. */
function owesLess(drained: RecordedExecution, calibrate: RecordedExecution): boolean {
  const lengths = regionLengths(drained);
  const [first = 0] = lengths;
  const last = lengths.at(-1) ?? 0;
  const fresh = regionLengths(calibrate).at(-1) ?? 0;
  return last < fresh || lengths.some((length) => length < first);
}

function regionLengths(recorded: RecordedExecution): number[] {
  const { words, first, count } = eventsOf(recorded);
  const lengths: number[] = [];
  for (let event = 0; event < count; event++) {
    const at = first + event * WORDS_PER_EVENT;
    if (words[at] === EventType.extents) lengths.push(pair(words, at + 4) - pair(words, at + 2));
  }
  return lengths;
}
