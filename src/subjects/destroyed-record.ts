import { DamageAspect, EventType, WORDS_PER_EVENT } from '../core/event-record.js';
import {
  ExecutionStatus,
  Header,
  WORDS_PER_HEADER,
  type ExecutionBatch,
  type ProgramBatch,
} from '../core/execution-batch.js';
import { Fault, Phase, faultNames, phaseNames } from '../core/fault.js';
import { refusalErrorNames } from '../core/refusal-error.js';
import { WORDS_PER_REQUEST, kindOf } from '../core/request.js';
import { DRAIN_ROUNDS, RequestKind, requestKindNames } from '../core/request-kind.js';
import {
  ERROR_SHIFT,
  OUTCOME_SHIFT,
  Outcome,
  WORDS_PER_STEP,
  errorOf,
  outcomeOf,
  untouchedNames,
  untouchedOf,
} from '../core/step-record.js';

/** The fault of a program whose record is not as any executor writes it. */
export const RECORD_DESTROYED =
  'the subject wrote over the record of its answers, which lies far outside of its memory';

/**
 * The batch with every program as dead whose record no executor can have written: its subject wrote
 * where it had nothing to write, and what the record says else would be judged as if it had been
 * answered. The steps before the first such word stay. Where nothing of the kind is found, the batch
 * itself.
 */
export function withoutDestroyed(
  batch: ExecutionBatch,
  programs: Pick<ProgramBatch, 'count' | 'starts' | 'words'>,
): ExecutionBatch {
  let found = batch;
  const { count, starts, words } = programs;
  for (let program = 0; program < count; program++) {
    const requests = words.subarray(
      starts[program] * WORDS_PER_REQUEST,
      starts[program + 1] * WORDS_PER_REQUEST,
    );
    const sound = soundSteps(found, program * WORDS_PER_HEADER, requests);
    if (sound !== undefined) found = buried(found, program, sound);
  }
  return found;
}

/** How many steps are sound where something of the record is not; undefined where all is. */
function soundSteps(batch: ExecutionBatch, at: number, requests: Int32Array): number | undefined {
  const { headers, steps } = batch;
  if (headers[at + Header.status] === ExecutionStatus.notRun) return undefined;
  const first = headers[at + Header.firstStep];
  const count = headers[at + Header.stepCount];
  // Without its events nobody knows where the region lies, so no step says anything.
  if (!isHeader(batch, at) || !eventsAreSound(batch, at)) return 0;
  let request = -1;
  for (let step = 0; step < count; step++) {
    const word = (first + step) * WORDS_PER_STEP;
    const isSound =
      (steps[word] >= request || isRepeated(requests, request)) &&
      steps[word] < requests.length / WORDS_PER_REQUEST &&
      steps[word + 2] >= -1 &&
      steps[word + 2] <= step &&
      isStepWord(steps[word + 1], step, step === count - 1);
    if (!isSound) return step;
    request = steps[word];
  }
  return undefined;
}

/** Whether a request may be followed by an earlier one; see DRAIN_ROUNDS. */
const isRepeated = (requests: Int32Array, request: number): boolean =>
  kindOf(requests[request * WORDS_PER_REQUEST]) === RequestKind.drain &&
  requests[request * WORDS_PER_REQUEST + 2] === DRAIN_ROUNDS;

function isHeader({ headers, steps, events }: ExecutionBatch, at: number): boolean {
  const within = (first: number, count: number, words: number, length: number): boolean =>
    first >= 0 && count >= 0 && (first + count) * words <= length;
  for (let word: number = Header.skipped; word <= Header.eventsDropped; word++) {
    if (headers[at + word] < 0) return false;
  }
  const { firstStep, stepCount, firstEvent, eventCount, fault, faultPhase } = Header;
  return (
    headers[at + Header.status] >>> 0 <= ExecutionStatus.died &&
    headers[at + fault] >>> 0 < faultNames.length &&
    headers[at + faultPhase] >>> 0 < phaseNames.length &&
    within(headers[at + firstStep], headers[at + stepCount], WORDS_PER_STEP, steps.length) &&
    within(headers[at + firstEvent], headers[at + eventCount], WORDS_PER_EVENT, events.length)
  );
}

function isStepWord(word: number, step: number, isLast: boolean): boolean {
  const outcome = outcomeOf(word);
  const kind = kindOf(word);
  return (
    word >>> (ERROR_SHIFT + 3) === 0 &&
    kind < requestKindNames.length &&
    (kind === RequestKind.init) === (step === 0) &&
    outcome <= Outcome.misencoded &&
    (isLast || outcome !== Outcome.pending) &&
    untouchedOf(word) < untouchedNames.length &&
    errorOf(word) < refusalErrorNames.length
  );
}

function eventsAreSound({ headers, events }: ExecutionBatch, at: number): boolean {
  const first = headers[at + Header.firstEvent];
  const count = headers[at + Header.eventCount];
  const steps = headers[at + Header.stepCount];
  for (let event = first; event < first + count; event++) {
    const word = event * WORDS_PER_EVENT;
    const type = events[word];
    const isSound =
      events[word + 1] >>> 0 < steps &&
      (type === EventType.extents ||
        (type === EventType.damage &&
          events[word + 2] > 0 &&
          events[word + 2] <= DamageAspect.outside &&
          events[word + 3] >= -1 &&
          events[word + 3] < steps));
    if (!isSound) return false;
  }
  return true;
}

/** How many of the events belong to the first `steps` steps. */
function eventsUntil({ headers, events }: ExecutionBatch, at: number, steps: number): number {
  const first = headers[at + Header.firstEvent];
  let count = 0;
  while (
    count < headers[at + Header.eventCount] &&
    events[(first + count) * WORDS_PER_EVENT + 1] < steps
  )
    count++;
  return count;
}

function buried(batch: ExecutionBatch, program: number, sound: number): ExecutionBatch {
  const headers = batch.headers.slice();
  const at = program * WORDS_PER_HEADER;
  let { steps } = batch;
  let firstStep = headers[at + Header.firstStep];
  if (sound === 0) {
    // Its own place may be another's: a pending init is written behind all others.
    firstStep = Math.floor(steps.length / WORDS_PER_STEP);
    steps = new Int32Array((firstStep + 1) * WORDS_PER_STEP);
    steps.set(batch.steps.subarray(0, firstStep * WORDS_PER_STEP));
    const word = firstStep * WORDS_PER_STEP;
    steps.set([-1, RequestKind.init, -1], word);
  }
  const stepCount = Math.max(1, sound);
  const last = (firstStep + stepCount - 1) * WORDS_PER_STEP + 1;
  steps[last] = (steps[last] & ~(7 << OUTCOME_SHIFT)) | (Outcome.faulted << OUTCOME_SHIFT);
  const firstEvent = headers[at + Header.firstEvent];
  const eventCount = sound === 0 ? 0 : eventsUntil(batch, at, sound);
  headers.fill(0, at, at + WORDS_PER_HEADER);
  headers[at + Header.firstEvent] = sound === 0 ? 0 : firstEvent;
  headers[at + Header.eventCount] = eventCount;
  headers[at + Header.status] = ExecutionStatus.died;
  headers[at + Header.firstStep] = firstStep;
  headers[at + Header.stepCount] = stepCount;
  headers[at + Header.fault] = Fault.protocol;
  headers[at + Header.faultPhase] = Phase.call;
  const messages = new Map([...batch.messages, [program, RECORD_DESTROYED]]);
  return { ...batch, headers, steps, messages };
}
