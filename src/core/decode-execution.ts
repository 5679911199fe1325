import { fromWords } from './address.js';
import { entryPointNames } from './entry-point.js';
import {
  EventType,
  WORDS_PER_EVENT,
  damageAspectNames,
  type DamageAspectName,
} from './event-record.js';
import {
  ExecutionStatus,
  Header,
  WORDS_PER_HEADER,
  type ExecutionBatch,
} from './execution-batch.js';
import type {
  DamageEvent,
  Death,
  Execution,
  ExtentsEvent,
  Step,
  StepOutcome,
} from './execution.js';
import { faultNames, phaseNames } from './fault.js';
import type { Program } from './program.js';
import { alignLog2Of, entryOf, kindOf, threadOf } from './request.js';
import { ERROR_UNOBSERVED, refusalErrorNames } from './refusal-error.js';
import { requestKindNames } from './request-kind.js';
import {
  Outcome,
  WORDS_PER_STEP,
  errorOf,
  outcomeOf,
  untouchedNames,
  untouchedOf,
} from './step-record.js';

/**
 * Execution `index` of a batch as readable data, for models, properties and reports. Its steps are
 * decoded when they are first read, from a copy of their words: of most derived executions nothing is
 * read but the last one.
 */
export function decodeExecution(batch: ExecutionBatch, index: number, program: Program): Execution {
  const header = batch.headers.subarray(index * WORDS_PER_HEADER, (index + 1) * WORDS_PER_HEADER);
  const firstStep = header[Header.firstStep];
  const count = header[Header.stepCount];
  const words = batch.steps.slice(firstStep * WORDS_PER_STEP, (firstStep + count) * WORDS_PER_STEP);
  let steps: readonly Step[] | undefined;
  const extents: ExtentsEvent[] = [];
  const damages: DamageEvent[] = [];
  for (let event = 0; event < header[Header.eventCount]; event++) {
    const at = (header[Header.firstEvent] + event) * WORDS_PER_EVENT;
    if (batch.events[at] === EventType.extents) extents.push(decodeExtents(batch.events, at));
    else damages.push(decodeDamage(batch.events, at));
  }
  return {
    program,
    get steps() {
      steps ??= Array.from({ length: count }, (_, step) =>
        decodeStep(words, step * WORDS_PER_STEP, step),
      );
      return steps;
    },
    ...(count === 0
      ? {}
      : { lastStep: decodeStep(words, (count - 1) * WORDS_PER_STEP, count - 1) }),
    extents,
    damages,
    death: decodeDeath(header, batch.messages.get(index)),
    skipped: header[Header.skipped],
    checks: {
      content: header[Header.contentChecks],
      zeroed: header[Header.zeroChecks],
      reallocKept: header[Header.keptChecks],
      outside: header[Header.outsideChecks],
      usable: header[Header.usableChecks],
    },
  };
}

function decodeStep(steps: Int32Array, at: number, index: number): Step {
  const word = steps[at + 1];
  return {
    index,
    request: steps[at],
    kind: requestKindNames[kindOf(word)],
    entry: entryPointNames[entryOf(word)],
    align: 1n << BigInt(alignLog2Of(word)),
    thread: threadOf(word),
    allocation: steps[at + 2] < 0 ? undefined : steps[at + 2],
    size: fromWords(steps[at + 3], steps[at + 4]),
    second: fromWords(steps[at + 5], steps[at + 6]),
    outcome: decodeOutcome(word, fromWords(steps[at + 7], steps[at + 8])),
    untouched: untouchedNames[untouchedOf(word)],
  };
}

function decodeOutcome(word: number, address: bigint): StepOutcome {
  const error = errorOf(word);
  switch (outcomeOf(word)) {
    case Outcome.granted:
      return { kind: 'granted', address };
    case Outcome.refused:
      return error === ERROR_UNOBSERVED
        ? { kind: 'refused' }
        : { kind: 'refused', error: refusalErrorNames[error] };
    case Outcome.done:
      return { kind: 'done', address };
    case Outcome.rejected:
      return { kind: 'rejected', address };
    case Outcome.faulted:
      return { kind: 'faulted' };
    case Outcome.misencoded:
      return { kind: 'misencoded' };
    default:
      return { kind: 'pending' };
  }
}

const pair = (words: Int32Array, at: number): bigint => fromWords(words[at], words[at + 1]);

function decodeExtents(events: Int32Array, at: number): ExtentsEvent {
  const unmeasured = events[at + 6] === -1 && events[at + 7] === -1;
  return {
    step: events[at + 1],
    region: { start: pair(events, at + 2), end: pair(events, at + 4) },
    footprintBytes: unmeasured ? undefined : pair(events, at + 6),
    demandedBytes: pair(events, at + 8),
    hostRefusedBytes: pair(events, at + 10),
  };
}

function decodeDamage(events: Int32Array, at: number): DamageEvent {
  const aspect = damageAspectNames[events[at + 2]] as DamageAspectName;
  const offset = (word: number): bigint =>
    aspect === 'outside' ? BigInt.asIntN(64, pair(events, word)) : pair(events, word);
  const bytes = (word: number): number[] =>
    Array.from(
      { length: 16 },
      (_, byte) => (events[word + (byte >> 2)] >>> ((byte & 3) * 8)) & 255,
    );
  return {
    step: events[at + 1],
    aspect,
    allocation: events[at + 3] < 0 ? undefined : events[at + 3],
    firstOffset: offset(at + 4),
    lastOffset: offset(at + 6),
    badBytes: pair(events, at + 8),
    expected: bytes(at + 10),
    seen: bytes(at + 14),
  };
}

function decodeDeath(header: Int32Array, message: string | undefined): Death | undefined {
  if (header[Header.status] !== ExecutionStatus.died) return undefined;
  return {
    step: header[Header.stepCount] - 1,
    fault: faultNames[header[Header.fault]],
    detail: header[Header.faultDetail],
    phase: phaseNames[header[Header.faultPhase]],
    message,
  };
}
