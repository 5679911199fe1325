import type { Terms } from '../contract/terms/terms.js';
import { endsForMemory } from '../contract/terms/lawful-answer.js';
import { EventType, WORDS_PER_EVENT } from '../core/event-record.js';
import {
  ExecutionStatus,
  Header,
  WORDS_PER_HEADER,
  type ExecutionBatch,
} from '../core/execution-batch.js';
import { faultNames, phaseNames } from '../core/fault.js';
import { Outcome, WORDS_PER_STEP, outcomeOf } from '../core/step-record.js';

/** The last step of an execution where the subject died of it for want of memory (S11), else -1. */
export function refusedByEnding(terms: Terms, batch: ExecutionBatch, index: number): number {
  const { headers, steps, messages } = batch;
  const header = index * WORDS_PER_HEADER;
  if (headers[header + Header.status] !== ExecutionStatus.died) return -1;
  const step = headers[header + Header.stepCount] - 1;
  const at = (headers[header + Header.firstStep] + step) * WORDS_PER_STEP;
  if (outcomeOf(steps[at + 1]) !== Outcome.faulted) return -1;
  const death = {
    step,
    fault: faultNames[headers[header + Header.fault]],
    detail: headers[header + Header.faultDetail],
    phase: phaseNames[headers[header + Header.faultPhase]],
    message: messages.get(index),
  };
  return endsForMemory(terms, death, hostHasRefused(batch, header, step)) ? step : -1;
}

/** Whether the host refused memory in a step of the execution whose header begins there. */
function hostHasRefused(
  { headers, events }: ExecutionBatch,
  header: number,
  step: number,
): boolean {
  const first = headers[header + Header.firstEvent] * WORDS_PER_EVENT;
  const end = first + headers[header + Header.eventCount] * WORDS_PER_EVENT;
  for (let event = first; event < end; event += WORDS_PER_EVENT) {
    const isOfStep = events[event] === EventType.extents && events[event + 1] === step;
    if (isOfStep && (events[event + 10] | events[event + 11]) !== 0) return true;
  }
  return false;
}
