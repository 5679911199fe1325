import { lowWord } from '../../dist/src/core/address.js';
import { EntryPoint } from '../../dist/src/core/entry-point.js';
import { EventType, WORDS_PER_EVENT } from '../../dist/src/core/event-record.js';
import {
  ExecutionStatus,
  Header,
  makeExecutionBatch,
  type ExecutionBatch,
} from '../../dist/src/core/execution-batch.js';
import type { Execution, StepOutcome } from '../../dist/src/core/execution.js';
import { Fault, Phase } from '../../dist/src/core/fault.js';
import { packWord0 } from '../../dist/src/core/request.js';
import { RequestKind } from '../../dist/src/core/request-kind.js';
import { OUTCOME_SHIFT, Outcome, WORDS_PER_STEP } from '../../dist/src/core/step-record.js';

/** An execution without damages as the batch of one that a subject would have written. */
export function encodeExecution({ steps, extents, death }: Execution): ExecutionBatch {
  const batch = makeExecutionBatch(1, steps.length, extents.length);
  const { headers } = batch;
  headers[Header.status] = death === undefined ? ExecutionStatus.finished : ExecutionStatus.died;
  headers[Header.stepCount] = steps.length;
  headers[Header.eventCount] = extents.length;
  headers[Header.fault] = Fault[death?.fault ?? 'none'];
  headers[Header.faultPhase] = Phase[death?.phase ?? 'call'];
  steps.forEach((step, index) => {
    const at = index * WORDS_PER_STEP;
    const alignLog2 = step.align.toString(2).length - 1;
    batch.steps[at] = step.request;
    batch.steps[at + 1] =
      packWord0(RequestKind[step.kind], EntryPoint[step.entry], alignLog2, step.thread, 0, 0) |
      (Outcome[step.outcome.kind] << OUTCOME_SHIFT);
    batch.steps[at + 2] = step.allocation ?? -1;
    putWords(batch.steps, at + 3, step.size);
    putWords(batch.steps, at + 5, step.second);
    putWords(batch.steps, at + 7, addressOf(step.outcome));
  });
  extents.forEach(({ step, region, footprintBytes }, index) => {
    const at = index * WORDS_PER_EVENT;
    batch.events[at] = EventType.extents;
    batch.events[at + 1] = step;
    putWords(batch.events, at + 2, region.start);
    putWords(batch.events, at + 4, region.end);
    putWords(batch.events, at + 6, footprintBytes ?? -1n);
  });
  const messages = death?.message === undefined ? [] : [[0, death.message] as const];
  return { ...batch, messages: new Map(messages) };
}

const addressOf = (outcome: StepOutcome): bigint => ('address' in outcome ? outcome.address : 0n);

function putWords(words: Int32Array, at: number, value: bigint): void {
  words[at] = lowWord(value);
  words[at + 1] = lowWord(value >> 32n);
}
