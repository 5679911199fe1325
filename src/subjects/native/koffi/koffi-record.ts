import { fstatSync, ftruncateSync, readSync, writeSync } from 'node:fs';
import { WORDS_PER_EVENT } from '../../../core/event-record.js';
import {
  ExecutionStatus,
  Header,
  WORDS_PER_HEADER,
  type ExecutionBatch,
  type ProgramBatch,
} from '../../../core/execution-batch.js';
import { Phase, type FaultCode } from '../../../core/fault.js';
import { OUTCOME_SHIFT, Outcome, WORDS_PER_STEP } from '../../../core/step-record.js';
import type { RunSettings } from '../../subject.js';
import { faultText } from '../fault-text.js';
import { stepSlices } from '../step-slices.js';

/** The words that `ExecutionWriter` counts in, at the start of the file: program, calls, step, event, phase. */
export const PROGRESS_WORDS = 8;
/** Events that a program may have beyond one a step. */
const SPARE_EVENTS = 16;
/** Room for all macros of a batch. The file is sparse: what is not written costs nothing. */
const MOST_MACRO_STEPS = 2_000_000;

/** Where the parts of the record are in its file, in words. */
export interface RecordLayout {
  readonly headers: number;
  readonly steps: number;
  readonly events: number;
  readonly end: number;
}

/** What ended the process that ran a program. */
export interface NativeDeath {
  readonly fault: FaultCode;
  /** Number of a signal, or an exit code. */
  readonly detail: number;
  /** The end of what the subject had printed. */
  readonly printed?: string;
}

/**
 * The record of one run in a file, which the process that drives the library has mapped: it is still
 * there when that process is not. On this side the file is read, since Node.js cannot map memory.
 */
export class KoffiRecord {
  layout: RecordLayout = { headers: PROGRESS_WORDS, steps: 0, events: 0, end: 0 };
  readonly #file: number;
  #count = 0;
  #messages = new Map<number, string>();

  constructor(file: number) {
    this.#file = file;
  }

  /** Lays out the file for a batch and forgets the one before. */
  begin(programs: ProgramBatch, { macroLimit }: RunSettings): void {
    const { count } = programs;
    const slices = stepSlices(programs, { each: macroLimit, all: MOST_MACRO_STEPS });
    const steps = PROGRESS_WORDS + count * WORDS_PER_HEADER;
    const events = steps + slices[count] * WORDS_PER_STEP;
    const end = events + (slices[count] + count * SPARE_EVENTS) * WORDS_PER_EVENT;
    this.layout = { headers: PROGRESS_WORDS, steps, events, end };
    this.#count = count;
    this.#messages = new Map();
    // Never shortened: pages that are there already need not be made again.
    if (fstatSync(this.#file).size < end * 4) ftruncateSync(this.#file, end * 4);
    this.#write(new Int32Array(steps), 0);
  }

  /** What was written so far. */
  batch(): ExecutionBatch {
    const { headers, steps, events } = this.layout;
    const [, , nextStep, nextEvent] = this.#progress();
    return {
      headers: this.#read(headers, this.#count * WORDS_PER_HEADER),
      steps: this.#read(steps, nextStep * WORDS_PER_STEP),
      events: this.#read(events, nextEvent * WORDS_PER_EVENT),
      messages: this.#messages,
    };
  }

  /** The program that was run last, and how far it came: a code of ExecutionStatus. */
  status(): { readonly program: number; readonly status: number } {
    const [program] = this.#progress();
    return { program, status: this.#header(program)[Header.status] };
  }

  /** Forgets what was recorded of the current program, which will be run again. */
  rewind(): void {
    const progress = this.#progress();
    const [program] = progress;
    const header = this.#header(program);
    progress[2] = header[Header.firstStep];
    progress[3] = header[Header.firstEvent];
    this.#write(progress, 0);
    this.#write(header.fill(0), this.layout.headers + program * WORDS_PER_HEADER);
  }

  /** Writes down that the current program ended its process, at the step that was under way. */
  bury({ fault, detail, printed }: NativeDeath): void {
    const [program, , , , phase] = this.#progress();
    const header = this.#header(program);
    header[Header.status] = ExecutionStatus.died;
    header[Header.fault] = fault;
    header[Header.faultDetail] = detail;
    header[Header.faultPhase] = phase;
    this.#write(header, this.layout.headers + program * WORDS_PER_HEADER);
    this.#messages.set(program, faultText(fault, detail, printed));
    if (phase !== Phase.call || header[Header.stepCount] === 0) return;
    const last = header[Header.firstStep] + header[Header.stepCount] - 1;
    const at = this.layout.steps + last * WORDS_PER_STEP + 1;
    const word = this.#read(at, 1);
    word[0] |= Outcome.faulted << OUTCOME_SHIFT;
    this.#write(word, at);
  }

  #progress(): Int32Array {
    return this.#read(0, PROGRESS_WORDS);
  }

  #header(program: number): Int32Array {
    return this.#read(this.layout.headers + program * WORDS_PER_HEADER, WORDS_PER_HEADER);
  }

  #read(at: number, words: number): Int32Array {
    const into = new Int32Array(words);
    let done = 0;
    while (done < words * 4) {
      const count = readSync(this.#file, into, done, words * 4 - done, at * 4 + done);
      if (count === 0) throw new RangeError('the shared record ends early');
      done += count;
    }
    return into;
  }

  #write(words: Int32Array, at: number): void {
    writeSync(this.#file, words, 0, words.length * 4, at * 4);
  }
}
