import { EventType, WORDS_PER_EVENT } from '../../../core/event-record.js';
import { Header, WORDS_PER_HEADER, type ExecutionBatch } from '../../../core/execution-batch.js';
import { kindOf } from '../../../core/request.js';
import { RequestKind } from '../../../core/request-kind.js';
import { Untouched, WORDS_PER_STEP, untouchedOf } from '../../../core/step-record.js';

/**
 * Whether an execution may have left the allocator's memory corrupt, so that the next program on the
 * same memory would be judged for what this one did: it did damage, granted what it must not, or was
 * given an invalid free.
 */
export function leavesDoubt({ headers, steps, events }: ExecutionBatch, index: number): boolean {
  const at = index * WORDS_PER_HEADER;
  const firstStep = headers[at + Header.firstStep];
  for (let step = firstStep; step < firstStep + headers[at + Header.stepCount]; step++) {
    const word = steps[step * WORDS_PER_STEP + 1];
    if (kindOf(word) === RequestKind.deallocInvalid) return true;
    const reason = untouchedOf(word);
    if (reason === Untouched.outOfExtents || reason === Untouched.overlapsLive) return true;
  }
  const firstEvent = headers[at + Header.firstEvent];
  for (let event = firstEvent; event < firstEvent + headers[at + Header.eventCount]; event++) {
    if (events[event * WORDS_PER_EVENT] === EventType.damage) return true;
  }
  return false;
}
