import { DamageAspect, EventType, WORDS_PER_EVENT } from '../../core/event-record.js';
import {
  ExecutionStatus,
  Header,
  WORDS_PER_HEADER,
  type ExecutionBatch,
} from '../../core/execution-batch.js';
import {
  OUTCOME_SHIFT,
  UNTOUCHED_SHIFT,
  WORDS_PER_STEP,
  outcomeOf,
} from '../../core/step-record.js';
import { WIDE, type WideWords } from '../wide-words.js';
import type { FoundDamage } from './find-damage.js';

/**
 * Writes the record of one execution after the other into a batch, ahead of every call (S8, S9).
 * Whoever watches from another thread reads the same memory.
 *
 * `progress`: 0 program being run, 1 a counter that moves with every call, 2 next free step,
 * 3 next free event, 4 phase, 5 the first program that may have to run again, since it is not known
 * yet whether it started on a fresh region.
 */
export class ExecutionWriter {
  steps = NOTHING;
  headers = NOTHING;
  progress = NOTHING;
  /** Steps of the batch so far: the next one is written there. */
  step = 0;
  /** The first step of the running program. */
  firstStep = 0;
  /** Where the header of the running program begins. */
  headerAt = 0;
  private events = NOTHING;
  private messages = new Map<number, string>();
  private stepCapacity = 0;
  private eventCapacity = 0;
  private firstEvent = 0;
  private event = 0;

  constructor(private readonly wide?: WideWords) {}

  /** Goes on with a batch where `progress` says. */
  take(
    into: ExecutionBatch & { readonly messages: Map<number, string> },
    progress: Int32Array,
  ): void {
    this.steps = into.steps;
    this.headers = into.headers;
    this.events = into.events;
    this.messages = into.messages;
    this.progress = progress;
    this.stepCapacity = Math.floor(into.steps.length / WORDS_PER_STEP);
    this.eventCapacity = Math.floor(into.events.length / WORDS_PER_EVENT);
    this.step = progress[2];
    this.event = progress[3];
  }

  /** Number of the next step within its execution. */
  get stepIndex(): number {
    return this.step - this.firstStep;
  }

  /** Steps that still fit; the rest of the batch needs `reserved` of them. */
  room(reserved: number): number {
    return this.stepCapacity - this.step - reserved;
  }

  begin(program: number): void {
    this.firstStep = this.step;
    this.firstEvent = this.event;
    this.headerAt = program * WORDS_PER_HEADER;
    const { headers } = this;
    headers.fill(0, this.headerAt, this.headerAt + WORDS_PER_HEADER);
    headers[this.headerAt + Header.status] = ExecutionStatus.running;
    headers[this.headerAt + Header.firstStep] = this.firstStep;
    headers[this.headerAt + Header.firstEvent] = this.firstEvent;
    this.progress[0] = program;
  }

  /** Forgets the programs from `first` to `last`, which run again. */
  rewind(first: number, last: number): void {
    const { headers, progress } = this;
    const at = first * WORDS_PER_HEADER;
    this.step = progress[2] = headers[at + Header.firstStep];
    this.event = progress[3] = headers[at + Header.firstEvent];
    headers.fill(0, at, (last + 1) * WORDS_PER_HEADER);
    for (let program = first; program <= last; program++) this.messages.delete(program);
  }

  /** Words 0 to 8 of a step before its call, outcome pending; answers the step's index. */
  open(
    request: number,
    head: number,
    allocation: number,
    size: number,
    second: number,
    address: number,
  ): number {
    const { steps, progress, step } = this;
    const at = step * WORDS_PER_STEP;
    steps[at] = request;
    steps[at + 1] = head;
    steps[at + 2] = allocation;
    steps[at + 3] = size | 0;
    steps[at + 4] = size < TWO_32 ? 0 : Math.floor(size / TWO_32);
    steps[at + 5] = second | 0;
    steps[at + 6] = second < TWO_32 ? 0 : Math.floor(second / TWO_32);
    steps[at + 7] = address | 0;
    steps[at + 8] = address < TWO_32 ? 0 : Math.floor(address / TWO_32);
    if (size >= WIDE) this.writeWide(at + 3, this.wide?.size);
    if (second >= WIDE) this.writeWide(at + 5, this.wide?.second);
    const next = step + 1;
    const index = step - this.firstStep;
    this.step = next;
    this.headers[this.headerAt + Header.stepCount] = index + 1;
    progress[1]++;
    progress[2] = next;
    return index;
  }

  /** The outcome of the step opened last. */
  outcome(outcome: number): void {
    this.steps[(this.step - 1) * WORDS_PER_STEP + 1] |= outcome << OUTCOME_SHIFT;
  }

  /** The allocation of the step opened last, where the call made one. */
  allocation(allocation: number): void {
    this.steps[(this.step - 1) * WORDS_PER_STEP + 2] = allocation;
  }

  address(address: number): void {
    const at = (this.step - 1) * WORDS_PER_STEP;
    this.steps[at + 7] = address | 0;
    this.steps[at + 8] = address < TWO_32 ? 0 : Math.floor(address / TWO_32);
    if (address >= WIDE) this.writeWide(at + 7, this.wide?.address);
  }

  second(value: number): void {
    const at = (this.step - 1) * WORDS_PER_STEP;
    this.steps[at + 5] = value | 0;
    this.steps[at + 6] = value < TWO_32 ? 0 : Math.floor(value / TWO_32);
    if (value >= WIDE) this.writeWide(at + 5, this.wide?.second);
  }

  untouched(reason: number): void {
    this.steps[(this.step - 1) * WORDS_PER_STEP + 1] |= reason << UNTOUCHED_SHIFT;
  }

  phase(phase: number): void {
    this.progress[4] = phase;
  }

  extents(
    base: number,
    end: number,
    footprint: number,
    demanded: number,
    hostRefused: number,
  ): void {
    const at = this.nextEvent();
    if (at < 0) return;
    const { events } = this;
    events[at] = EventType.extents;
    events[at + 1] = this.stepIndex - 1;
    writePair(events, at + 2, base);
    writePair(events, at + 4, Math.min(end, MAX_ADDRESS));
    if (footprint < 0) events[at + 6] = events[at + 7] = -1;
    else writePair(events, at + 6, footprint);
    writePair(events, at + 8, demanded);
    writePair(events, at + 10, hostRefused);
  }

  damage(
    step: number,
    aspect: keyof typeof DamageAspect,
    allocation: number,
    found: FoundDamage,
  ): void {
    const at = this.nextEvent();
    if (at < 0) return;
    const { events } = this;
    events.fill(0, at, at + WORDS_PER_EVENT);
    events[at] = EventType.damage;
    events[at + 1] = step;
    events[at + 2] = DamageAspect[aspect];
    events[at + 3] = allocation;
    writePair(events, at + 4, found.first);
    writePair(events, at + 6, found.last);
    writePair(events, at + 8, found.count);
    for (let byte = 0; byte < 16; byte++) {
      const shift = (byte & 3) * 8;
      events[at + 10 + (byte >> 2)] |= (found.expected[byte] ?? 0) << shift;
      events[at + 14 + (byte >> 2)] |= (found.seen[byte] ?? 0) << shift;
    }
  }

  count(header: number, by: number): void {
    this.headers[this.headerAt + header] += by;
  }

  /** Where the record ends; see {@link ExecutionWriter.forgetBehind}. */
  get end(): { readonly step: number; readonly event: number } {
    return { step: this.step, event: this.event };
  }

  /** The first step of this execution that is recorded of request `from` or a later one. */
  firstStepOf(from: number): number {
    let step = this.step;
    while (step > this.firstStep && this.steps[(step - 1) * WORDS_PER_STEP] >= from) step--;
    return step;
  }

  /** Whether the steps from `from` on came out as those from `earlier` up to `from` did. */
  isRepeated(earlier: number, from: number): boolean {
    const { steps, step } = this;
    if (step - from !== from - earlier) return false;
    for (let at = from; at < step; at++) {
      const before = steps[(at - from + earlier) * WORDS_PER_STEP + 1];
      if (outcomeOf(steps[at * WORDS_PER_STEP + 1]) !== outcomeOf(before)) return false;
    }
    return true;
  }

  /** Forgets the steps and events behind an earlier end of this execution. */
  forgetBehind({ step, event }: ExecutionWriter['end']): void {
    const { headers, headerAt, progress } = this;
    this.step = progress[2] = step;
    this.event = progress[3] = event;
    headers[headerAt + Header.stepCount] = step - this.firstStep;
    headers[headerAt + Header.eventCount] = event - this.firstEvent;
  }

  finish(): void {
    this.headers[this.headerAt + Header.status] = ExecutionStatus.finished;
  }

  died(program: number, fault: number, detail: number, message: string): void {
    const { headers } = this;
    headers[this.headerAt + Header.status] = ExecutionStatus.died;
    headers[this.headerAt + Header.fault] = fault;
    headers[this.headerAt + Header.faultDetail] = detail;
    headers[this.headerAt + Header.faultPhase] = this.progress[4];
    if (message !== '') this.messages.set(program, message);
  }

  private writeWide(at: number, exact: bigint | undefined): void {
    if (exact === undefined) return;
    this.steps[at] = Number(BigInt.asIntN(32, exact));
    this.steps[at + 1] = Number(BigInt.asIntN(32, exact >> 32n));
  }

  private nextEvent(): number {
    if (this.event >= this.eventCapacity) {
      this.headers[this.headerAt + Header.eventsDropped]++;
      return -1;
    }
    const at = this.event * WORDS_PER_EVENT;
    this.event++;
    this.headers[this.headerAt + Header.eventCount]++;
    this.progress[3] = this.event;
    return at;
  }
}

const NOTHING: Int32Array = new Int32Array(0);
const TWO_32 = 2 ** 32;
/** Recorded as the end of a region whose end is not known. */
const MAX_ADDRESS = Number.MAX_SAFE_INTEGER;

/** Signed values come out as 64-bit two's complement. */
function writePair(words: Int32Array, at: number, value: number): void {
  words[at] = value | 0;
  words[at + 1] = Math.floor(value / TWO_32) | 0;
}
