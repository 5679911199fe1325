import { decodeExecution } from './decode-execution.js';
import { WORDS_PER_EVENT } from './event-record.js';
import { Header, WORDS_PER_HEADER, type ExecutionBatch } from './execution-batch.js';
import type { Execution } from './execution.js';
import type { Program } from './program.js';
import { WORDS_PER_STEP } from './step-record.js';

/** An execution as it was recorded: readable as long as its batch is. */
export interface RecordedExecution {
  readonly batch: ExecutionBatch;
  /** Which one of the batch it is. */
  readonly index: number;
  readonly program: Program;
}

/** Consecutive records of an execution. */
export interface RecordSpan {
  readonly words: Int32Array;
  /** Index of the first word of the first one. */
  readonly first: number;
  readonly count: number;
}

export function stepsOf({ batch, index }: RecordedExecution): RecordSpan {
  const header = index * WORDS_PER_HEADER;
  return {
    words: batch.steps,
    first: batch.headers[header + Header.firstStep] * WORDS_PER_STEP,
    count: batch.headers[header + Header.stepCount],
  };
}

export function eventsOf({ batch, index }: RecordedExecution): RecordSpan {
  const header = index * WORDS_PER_HEADER;
  return {
    words: batch.events,
    first: batch.headers[header + Header.firstEvent] * WORDS_PER_EVENT,
    count: batch.headers[header + Header.eventCount],
  };
}

/** Word of the last step; undefined where there is none. */
export function lastStepWord(recorded: RecordedExecution): number | undefined {
  const { first, count } = stepsOf(recorded);
  return count === 0 ? undefined : first + (count - 1) * WORDS_PER_STEP;
}

/** The same execution in a batch of its own, which nobody writes into again. */
export function keptRecord(recorded: RecordedExecution): RecordedExecution {
  const { batch, index, program } = recorded;
  const steps = stepsOf(recorded);
  const events = eventsOf(recorded);
  const headers = batch.headers.slice(index * WORDS_PER_HEADER, (index + 1) * WORDS_PER_HEADER);
  headers[Header.firstStep] = headers[Header.firstEvent] = 0;
  const message = batch.messages.get(index);
  return {
    batch: {
      headers,
      steps: batch.steps.slice(steps.first, steps.first + steps.count * WORDS_PER_STEP),
      events: batch.events.slice(events.first, events.first + events.count * WORDS_PER_EVENT),
      messages: new Map(message === undefined ? [] : [[0, message]]),
    },
    index: 0,
    program,
  };
}

/** The execution as readable data. */
export const decoded = ({ batch, index, program }: RecordedExecution): Execution =>
  decodeExecution(batch, index, program);
