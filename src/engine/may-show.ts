import {
  ExecutionStatus,
  Header,
  WORDS_PER_HEADER,
  type ExecutionBatch,
} from '../core/execution-batch.js';
import type { Finding } from '../core/evidence.js';
import type { Death } from '../core/execution.js';
import { Fault } from '../core/fault.js';
import { kindOf } from '../core/request.js';
import { RequestKind, requestKindNames, type RequestKindName } from '../core/request-kind.js';
import { EventType, WORDS_PER_EVENT } from '../core/event-record.js';
import { Untouched, WORDS_PER_STEP, untouchedOf } from '../core/step-record.js';
import { grantKinds } from '../../properties/moment.js';
import { CLEAN, type KernelVerdict } from '../judge/kernel-state.js';

/**
 * Whether an execution may show a violation like this one, as far as its bare record tells: damage
 * needs a damaged byte, a fault the same death, a grant in a wrong place one that was not written to (S9),
 * and all but the exact model's findings a doubt of the fast judge. False is certain.
 *
 * Explaining an execution costs many times its run, and nearly all candidates of a shrinker show
 * something else.
 */
export function mayShow(
  { property, clause, evidence }: Finding,
  batch: ExecutionBatch,
  index: number,
  verdict: KernelVerdict,
): boolean {
  if (property === 'placement' || clause === 'placement') return true;
  if (verdict === CLEAN) return false;
  switch (evidence.kind) {
    case 'damage':
      return hasDamage(batch, index);
    case 'fault':
      return diedOf(batch, index, evidence.death) && diedIn(evidence.request, batch, index);
    case 'impossibleFault':
      return diedOf(batch, index, evidence.death);
    case 'notUsableMemory':
      return diedOf(batch, index);
    case 'overlap':
      return hasStep(batch, index, wasUntouched);
    case 'outOfRegion':
      // What lies between two pieces is for the specification to know: such a grant was written to.
      return hasStep(batch, index, isUntouchedOrAppend);
    default:
      return true;
  }
}

function diedOf({ headers }: ExecutionBatch, index: number, death?: Death): boolean {
  const header = index * WORDS_PER_HEADER;
  if (headers[header + Header.status] !== ExecutionStatus.died) return false;
  return death === undefined || headers[header + Header.fault] === Fault[death.fault];
}

/** Whether the last step asks for memory as `request` does, or neither; see violation.ts. */
function diedIn(
  request: RequestKindName,
  { headers, steps }: ExecutionBatch,
  index: number,
): boolean {
  const header = index * WORDS_PER_HEADER;
  const count = headers[header + Header.stepCount];
  if (count === 0) return true;
  const last = (headers[header + Header.firstStep] + count - 1) * WORDS_PER_STEP;
  const kind = requestKindNames[kindOf(steps[last + 1])];
  return grantKinds.has(kind) === grantKinds.has(request);
}

function hasDamage({ headers, events }: ExecutionBatch, index: number): boolean {
  const header = index * WORDS_PER_HEADER;
  const first = headers[header + Header.firstEvent];
  const last = first + headers[header + Header.eventCount];
  for (let event = first; event < last; event++) {
    if (events[event * WORDS_PER_EVENT] === EventType.damage) return true;
  }
  return false;
}

/** Whether there is a step whose word of kind and flags is such a one. */
function hasStep(
  { headers, steps }: ExecutionBatch,
  index: number,
  isSuch: (word: number) => boolean,
): boolean {
  const header = index * WORDS_PER_HEADER;
  const first = headers[header + Header.firstStep];
  const last = first + headers[header + Header.stepCount];
  for (let step = first; step < last; step++) {
    if (isSuch(steps[step * WORDS_PER_STEP + 1])) return true;
  }
  return false;
}

const wasUntouched = (word: number): boolean => untouchedOf(word) !== Untouched.no;

const isUntouchedOrAppend = (word: number): boolean =>
  wasUntouched(word) || kindOf(word) === RequestKind.append;
