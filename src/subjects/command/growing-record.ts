import { lowWord } from '../../core/address.js';
import {
  ExecutionStatus,
  Header,
  WORDS_PER_HEADER,
  type ExecutionBatch,
} from '../../core/execution-batch.js';
import { EventType, WORDS_PER_EVENT } from '../../core/event-record.js';
import { Outcome, OUTCOME_SHIFT, UNTOUCHED_SHIFT, WORDS_PER_STEP } from '../../core/step-record.js';

/** Most events of one program; a subject whose region changes in every step has no more use. */
const MOST_EVENTS = 100_000;

/** A step as it is known before its call. */
export interface OpenedStep {
  readonly request: number;
  /** Kind, entry point, alignment and thread. */
  readonly head: number;
  readonly allocation: number;
  readonly size: bigint;
  readonly second: bigint;
  readonly address: bigint;
}

/**
 * The record of a batch whose length nobody knows beforehand: an ExecutionBatch that grows with what
 * the far side answers. Programs are written one after the other.
 */
export class GrowingRecord {
  private readonly headers: Int32Array;
  private steps = new Int32Array(1024 * WORDS_PER_STEP);
  private events = new Int32Array(128 * WORDS_PER_EVENT);
  private readonly messages = new Map<number, string>();
  private stepCount = 0;
  private eventCount = 0;
  private header = 0;

  constructor(programs: number) {
    this.headers = new Int32Array(programs * WORDS_PER_HEADER);
  }

  /** Begins a program. What was written of it before is forgotten: it is run a second time. */
  begin(program: number): void {
    const { headers } = this;
    this.header = program * WORDS_PER_HEADER;
    if (headers[this.header + Header.status] !== ExecutionStatus.notRun) {
      this.stepCount = headers[this.header + Header.firstStep];
      this.eventCount = headers[this.header + Header.firstEvent];
      this.messages.delete(program);
    }
    headers.fill(0, this.header, this.header + WORDS_PER_HEADER);
    headers[this.header + Header.status] = ExecutionStatus.running;
    headers[this.header + Header.firstStep] = this.stepCount;
    headers[this.header + Header.firstEvent] = this.eventCount;
  }

  /** Steps of the program so far; the index of the next one. */
  get stepIndex(): number {
    return this.headers[this.header + Header.stepCount];
  }

  open({ request, head, allocation, size, second, address }: OpenedStep): void {
    this.steps = withRoom(this.steps, (this.stepCount + 1) * WORDS_PER_STEP);
    const at = this.stepCount * WORDS_PER_STEP;
    this.steps[at] = request;
    this.steps[at + 1] = head;
    this.steps[at + 2] = allocation;
    writePair(this.steps, at + 3, size);
    writePair(this.steps, at + 5, second);
    writePair(this.steps, at + 7, address);
    this.stepCount++;
    this.headers[this.header + Header.stepCount]++;
  }

  outcome(outcome: number, untouched: number): void {
    const at = (this.stepCount - 1) * WORDS_PER_STEP + 1;
    this.steps[at] |= (outcome << OUTCOME_SHIFT) | (untouched << UNTOUCHED_SHIFT);
  }

  allocation(allocation: number): void {
    this.steps[(this.stepCount - 1) * WORDS_PER_STEP + 2] = allocation;
  }

  second(value: bigint): void {
    writePair(this.steps, (this.stepCount - 1) * WORDS_PER_STEP + 5, value);
  }

  address(value: bigint): void {
    writePair(this.steps, (this.stepCount - 1) * WORDS_PER_STEP + 7, value);
  }

  /** `words`: base, end, footprint and demand as they came. */
  extents(words: Buffer): void {
    const at = this.nextEvent(EventType.extents);
    if (at < 0) return;
    for (let word = 0; word < 8; word++) this.events[at + 2 + word] = words.readInt32LE(word * 4);
  }

  /** `words`: aspect as a word, allocation, first, last, count, sixteen bytes expected and seen. */
  damage(aspect: number, words: Buffer): void {
    const at = this.nextEvent(EventType.damage);
    if (at < 0) return;
    this.events[at + 2] = aspect;
    for (let word = 0; word < 15; word++) this.events[at + 3 + word] = words.readInt32LE(word * 4);
  }

  count(header: number, by: number): void {
    this.headers[this.header + header] += by;
  }

  finish(): void {
    this.headers[this.header + Header.status] = ExecutionStatus.finished;
  }

  /** `phase`: a code of Phase; a fault within a call is the outcome of its step. */
  died(death: { fault: number; detail: number; phase: number; message: string }): void {
    const { headers, header } = this;
    headers[header + Header.status] = ExecutionStatus.died;
    headers[header + Header.fault] = death.fault;
    headers[header + Header.faultDetail] = death.detail;
    headers[header + Header.faultPhase] = death.phase;
    if (death.phase === 0 && this.stepIndex > 0) this.outcome(Outcome.faulted, 0);
    this.messages.set(header / WORDS_PER_HEADER, death.message);
  }

  batch(): ExecutionBatch {
    const { headers, steps, events, messages } = this;
    return { headers, steps, events, messages };
  }

  private nextEvent(type: number): number {
    const events = this.headers[this.header + Header.eventCount];
    if (events >= MOST_EVENTS) {
      this.headers[this.header + Header.eventsDropped]++;
      return -1;
    }
    this.events = withRoom(this.events, (this.eventCount + 1) * WORDS_PER_EVENT);
    const at = this.eventCount * WORDS_PER_EVENT;
    this.events.fill(0, at, at + WORDS_PER_EVENT);
    this.events[at] = type;
    this.events[at + 1] = this.stepIndex - 1;
    this.eventCount++;
    this.headers[this.header + Header.eventCount]++;
    return at;
  }
}

function writePair(words: Int32Array, at: number, value: bigint): void {
  words[at] = lowWord(value);
  words[at + 1] = lowWord(value >> 32n);
}

function withRoom(words: Int32Array<ArrayBuffer>, needed: number): Int32Array<ArrayBuffer> {
  if (words.length >= needed) return words;
  const more = new Int32Array(Math.max(needed, words.length * 2));
  more.set(words);
  return more;
}
