import {
  ExecutionStatus,
  Header,
  WORDS_PER_HEADER,
  type ExecutionBatch,
  type ProgramBatch,
} from '../../dist/src/core/execution-batch.js';
import { Fault } from '../../dist/src/core/fault.js';
import {
  OUTCOME_SHIFT,
  Outcome,
  WORDS_PER_STEP,
  outcomeOf,
} from '../../dist/src/core/step-record.js';
import type { RunSettings, Subject } from '../../dist/src/subjects/subject.js';
import { openInProcess } from './in-process.js';

/** How long the first request of program `index` takes, in ms of a clock that does not run. */
export type Delay = (programs: ProgramBatch, index: number) => number;

/** How much longer a call may take before its hang is confirmed (S12). */
const CONFIRMING_TIMES = 10;

export interface LateSubject {
  readonly subject: Subject;
  readonly asked: readonly RunSettings[];
  readonly waitedMs: readonly number[];
}

/**
 * An allocator, a correct one where none is named, with calls that take long, as whoever watches it
 * would record them: what takes longer than the limit, and ten times as much where that is to be
 * confirmed, is a hang. `asked` are the settings of all its runs, `waitedMs` what its hangs took.
 */
export async function openLateSubject(
  delay: Delay,
  file = 'dist/tests/zoo/correct/bitmap-first-fit.js',
): Promise<LateSubject> {
  const inner = await openInProcess(file);
  const asked: RunSettings[] = [];
  const waitedMs: number[] = [];
  const subject: Subject = {
    description: inner.description,
    close: () => inner.close(),
    async run(programs, settings) {
      asked.push(settings);
      const batch = await inner.run(programs, settings);
      const limitMs =
        settings.hangLimitMs * (settings.confirmHangs === false ? 1 : CONFIRMING_TIMES);
      for (let index = 0; index < programs.count; index++) {
        if (delay(programs, index) < limitMs || !hangAtFirstRequest(batch, index)) continue;
        waitedMs.push(limitMs);
        if (settings.stopAtHang !== true) continue;
        batch.headers.fill(0, (index + 1) * WORDS_PER_HEADER, programs.count * WORDS_PER_HEADER);
        break;
      }
      return batch;
    },
  };
  return { subject, asked, waitedMs };
}

/** Answers whether there was a request to hang at. */
function hangAtFirstRequest({ headers, steps, messages }: ExecutionBatch, index: number): boolean {
  const header = index * WORDS_PER_HEADER;
  let step = headers[header + Header.firstStep];
  const end = step + headers[header + Header.stepCount];
  while (step < end && steps[step * WORDS_PER_STEP] !== 0) step++;
  if (step === end) return false;
  const word = step * WORDS_PER_STEP + 1;
  steps[word] -= (outcomeOf(steps[word]) - Outcome.pending) << OUTCOME_SHIFT;
  headers[header + Header.status] = ExecutionStatus.died;
  headers[header + Header.fault] = Fault.hang;
  headers[header + Header.stepCount] = step + 1 - headers[header + Header.firstStep];
  headers[header + Header.eventCount] = 1;
  (messages as Map<number, string>).set(index, 'the call did not come back');
  return true;
}
