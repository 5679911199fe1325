import {
  ExecutionStatus,
  Header,
  WORDS_PER_HEADER,
  type ExecutionBatch,
  type ProgramBatch,
} from '../../core/execution-batch.js';
import { WORDS_PER_EVENT } from '../../core/event-record.js';
import type { FaultCode } from '../../core/fault.js';
import { Phase } from '../../core/fault.js';
import { RequestKind, codesThat } from '../../core/request-kind.js';
import { WORDS_PER_REQUEST, kindOf } from '../../core/request.js';
import { WORDS_PER_STEP } from '../../core/step-record.js';
import { WORDS_PER_WORLD } from '../../core/world.js';
import type { RunSettings } from '../subject.js';

/** What is known of a death that the thread could not write down itself. */
export interface UnwrittenDeath {
  readonly fault: FaultCode;
  /** Exit code; 0 where there is none. */
  readonly detail: number;
  readonly message: string;
}

const PROGRESS_WORDS = 8;
/** Beside those that programs need: what the executor keeps free when macros run out of room. */
const SPARE_STEPS = 64;
const SPARE_EVENTS_PER_PROGRAM = 16;
/** Room for all macros of a batch; a program for which none is left ends early, as the executor says. */
const MOST_MACRO_STEPS = 2_000_000;

/**
 * The record of one run in shared memory, written by the worker, readable by the main side at every
 * moment, and still there when the worker is not. Its buffers are kept and used again.
 */
export class SharedRecord {
  headers = words(0);
  steps = words(0);
  events = words(0);
  messages = new Map<number, string>();
  /** See {@link ExecutionWriter}. */
  readonly progress = words(PROGRESS_WORDS);

  /** Makes room for a batch and forgets the one before. */
  begin(programs: ProgramBatch, settings: RunSettings): void {
    const steps = mostSteps(programs, settings.macroLimit);
    // At most one event a step tells of a changed region; the others are damage, which ends a program.
    const events = steps + programs.count * SPARE_EVENTS_PER_PROGRAM;
    this.headers = withRoom(this.headers, programs.count * WORDS_PER_HEADER);
    this.steps = withRoom(this.steps, steps * WORDS_PER_STEP);
    this.events = withRoom(this.events, events * WORDS_PER_EVENT);
    this.headers.fill(0, 0, programs.count * WORDS_PER_HEADER);
    this.progress.fill(0);
    this.messages = new Map();
  }

  /** The program that is being run, or was when the worker ended. */
  get current(): number {
    return Atomics.load(this.progress, 0);
  }

  /** Whether the executor has come to the current program. */
  get currentIsBegun(): boolean {
    return this.#status !== ExecutionStatus.notRun;
  }

  get currentIsFinished(): boolean {
    const status = this.#status;
    return status === ExecutionStatus.finished || status === ExecutionStatus.died;
  }

  batch(count: number): ExecutionBatch {
    const { steps, events, messages } = this;
    return { headers: this.headers.subarray(0, count * WORDS_PER_HEADER), steps, events, messages };
  }

  /** The first program that may have started on what an earlier one left behind; see ExecutionWriter. */
  get firstUnsure(): number {
    return Math.min(this.current, Atomics.load(this.progress, 5));
  }

  /** Forgets what was written of the programs from `first` to the current one, which run again. */
  rewind(first: number): void {
    const { headers, progress, current, messages } = this;
    const at = first * WORDS_PER_HEADER;
    if (headers[at + Header.status] === ExecutionStatus.notRun) return;
    progress[2] = headers[at + Header.firstStep];
    progress[3] = headers[at + Header.firstEvent];
    headers.fill(0, at, (current + 1) * WORDS_PER_HEADER);
    for (let program = first; program <= current; program++) messages.delete(program);
  }

  /** Writes down that the current program died in the step that is pending. */
  bury(death: UnwrittenDeath): void {
    const { headers, progress, current } = this;
    const at = current * WORDS_PER_HEADER;
    if (!this.currentIsBegun) this.#openInit(at);
    headers[at + Header.status] = ExecutionStatus.died;
    headers[at + Header.fault] = death.fault;
    headers[at + Header.faultDetail] = death.detail;
    headers[at + Header.faultPhase] = progress[4];
    this.messages.set(current, death.message);
  }

  get #status(): number {
    return this.headers[this.current * WORDS_PER_HEADER + Header.status];
  }

  /** A pending init, for a death before the executor began. */
  #openInit(at: number): void {
    const { headers, steps, progress } = this;
    headers[at + Header.firstStep] = progress[2];
    headers[at + Header.firstEvent] = progress[3];
    headers[at + Header.stepCount] = 1;
    steps.fill(0, progress[2] * WORDS_PER_STEP, (progress[2] + 1) * WORDS_PER_STEP);
    steps[progress[2] * WORDS_PER_STEP] = -1;
    steps[progress[2] * WORDS_PER_STEP + 1] = RequestKind.init;
    steps[progress[2] * WORDS_PER_STEP + 2] = -1;
    progress[2]++;
    progress[4] = Phase.call;
  }
}

const isMacro = codesThat('isMacro');

/** Init, the world's resets, every request, and macros at their limit. */
function mostSteps(programs: ProgramBatch, macroLimit: number): number {
  const requests = programs.starts[programs.count];
  let steps = SPARE_STEPS + programs.count + requests;
  let macroSteps = 0;
  for (let program = 0; program < programs.count; program++) {
    steps += programs.worlds[program * WORDS_PER_WORLD + 6];
  }
  for (let request = 0; request < requests; request++) {
    const kind = kindOf(programs.words[request * WORDS_PER_REQUEST]);
    if (isMacro.has(kind)) macroSteps += macroLimit;
  }
  return steps + Math.min(macroSteps, Math.max(macroLimit, MOST_MACRO_STEPS));
}

function words(count: number): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer(count * Int32Array.BYTES_PER_ELEMENT));
}

/** The array, or a longer one; longer by half than needed, so that growing batches settle soon. */
function withRoom(
  array: Int32Array<SharedArrayBuffer>,
  count: number,
): Int32Array<SharedArrayBuffer> {
  return array.length >= count ? array : words(Math.ceil(count * 1.5));
}
