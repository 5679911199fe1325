import { fstatSync, ftruncateSync, readSync, writeSync, writevSync } from 'node:fs';
import { WORDS_PER_EVENT } from '../../core/event-record.js';
import {
  ExecutionStatus,
  Header,
  WORDS_PER_HEADER,
  type ExecutionBatch,
  type ProgramBatch,
} from '../../core/execution-batch.js';
import { Fault } from '../../core/fault.js';
import { RequestKind } from '../../core/request-kind.js';
import { WORDS_PER_REQUEST, kindOf } from '../../core/request.js';
import { WORDS_PER_STEP } from '../../core/step-record.js';
import { WORDS_PER_WORLD } from '../../core/world.js';
import type { RunSettings } from '../subject.js';
import { faultText } from './fault-text.js';

const CONTROL_WORDS = 64;
const MAGIC = 0x616c6331;
const TEXT_WORDS = 16_384;
const SPARE_STEPS = 64;
/** Room for all macros of a batch. The file is sparse: what is not written costs nothing. */
const MOST_MACRO_STEPS = 1_000_000;
/** A subject without a limit in its world may have this much above its size at rest. */
const DEFAULT_LIMIT_BYTES = 256 * 2 ** 20;

/** Words of the control block that are read here; `struct control` in driver.c has all of them. */
const Control = {
  program: 32,
  nextStep: 34,
  nextEvent: 35,
  phase: 36,
  textsUsed: 40,
} as const;

const refusals = ['null', 'zero', 'minusOne', 'trap'] as const;

/**
 * The record that is shared with the driver, on this side: Node.js cannot map memory, so it writes
 * programs to the file and reads answers from it. Both are copies within memory.
 *
 * The arrays are kept and used again: a batch that was read stays valid until the next read.
 */
export class NativeRecord {
  private headers = new Int32Array(0);
  private steps = new Int32Array(0);
  private events = new Int32Array(0);
  private readonly control = new Int32Array(CONTROL_WORDS);
  private count = 0;
  private at = { headers: 0, texts: 0, steps: 0, events: 0 };

  /** Lays out the file for a batch and writes the programs. */
  write(file: number, programs: ProgramBatch, settings: RunSettings): void {
    const { count } = programs;
    this.count = count;
    const steps = mostSteps(programs, settings.macroLimit);
    const events = steps + count * 16;
    const requestWords = programs.starts[count] * WORDS_PER_REQUEST;
    const worldsAt = CONTROL_WORDS;
    const startsAt = worldsAt + count * WORDS_PER_WORLD;
    const requestsAt = startsAt + count + 1;
    const headersAt = requestsAt + requestWords;
    const textsAt = headersAt + count * WORDS_PER_HEADER;
    const stepsAt = textsAt + TEXT_WORDS;
    const eventsAt = stepsAt + steps * WORDS_PER_STEP;
    const total = eventsAt + events * WORDS_PER_EVENT;
    this.at = { headers: headersAt, texts: textsAt, steps: stepsAt, events: eventsAt };
    this.control.fill(0);
    this.control.set([
      ...[MAGIC, count, total, steps, events],
      ...[worldsAt, startsAt, requestsAt, headersAt, stepsAt, eventsAt, textsAt, TEXT_WORDS],
      refusals.indexOf(settings.refusal),
      ...pair(settings.fillLimitBytes),
      settings.usableWritable ? 1 : 0,
      settings.reallocToZero === 'free' || settings.reallocToZero === 'null' ? 1 : 0,
      settings.naturalAlign,
      Math.min(settings.hangLimitMs, 2 ** 27),
      settings.macroLimit,
      ...pair(settings.reserveBytes ?? 0),
      ...pair(DEFAULT_LIMIT_BYTES),
      (settings.confirmHangs ?? true) ? 1 : 0,
      settings.stopAtHang === true ? 1 : 0,
      settings.rejectsFrees === true ? 1 : 0,
    ]);
    // Never shortened: pages that are there already need not be made again.
    if (fstatSync(file).size < total * 4) ftruncateSync(file, total * 4);
    writevSync(
      file,
      [
        this.control,
        programs.worlds.subarray(0, count * WORDS_PER_WORLD),
        programs.starts.subarray(0, count + 1),
        programs.words.subarray(0, requestWords),
        new Int32Array(count * WORDS_PER_HEADER),
      ],
      0,
    );
  }

  /** Reads what was written so far. */
  read(file: number): ExecutionBatch {
    readWords(file, this.control, 0, CONTROL_WORDS);
    const nextStep = this.control[Control.nextStep];
    const nextEvent = this.control[Control.nextEvent];
    const headerWords = this.count * WORDS_PER_HEADER;
    this.headers = withRoom(this.headers, headerWords);
    this.steps = withRoom(this.steps, nextStep * WORDS_PER_STEP);
    this.events = withRoom(this.events, nextEvent * WORDS_PER_EVENT);
    readWords(file, this.headers, this.at.headers, headerWords);
    readWords(file, this.steps, this.at.steps, nextStep * WORDS_PER_STEP);
    readWords(file, this.events, this.at.events, nextEvent * WORDS_PER_EVENT);
    const headers = this.headers.subarray(0, headerWords);
    return {
      headers,
      steps: this.steps,
      events: this.events,
      messages: this.messages(file, headers),
    };
  }

  /**
   * Writes down that the driver itself went down with the program that it was running, and answers
   * the number of the next program. A subject can do that: by a signal to its parent.
   */
  buryCurrent(file: number): number {
    readWords(file, this.control, 0, CONTROL_WORDS);
    const program = this.control[Control.program];
    const header = new Int32Array(WORDS_PER_HEADER);
    const at = this.at.headers + program * WORDS_PER_HEADER;
    readWords(file, header, at, WORDS_PER_HEADER);
    if (header[Header.status] !== ExecutionStatus.running) return program + 1;
    header[Header.status] = ExecutionStatus.died;
    header[Header.fault] = Fault.signal;
    header[Header.faultPhase] = this.control[Control.phase];
    writeSync(file, header, 0, WORDS_PER_HEADER * 4, at * 4);
    return program + 1;
  }

  private messages(file: number, headers: Int32Array): Map<number, string> {
    const printed = this.printed(file);
    const messages = new Map<number, string>();
    for (let program = 0; program < this.count; program++) {
      const at = program * WORDS_PER_HEADER;
      if (headers[at + Header.status] !== ExecutionStatus.died) continue;
      const fault = headers[at + Header.fault];
      const detail = headers[at + Header.faultDetail];
      messages.set(program, faultText(fault, detail, printed.get(program)));
    }
    return messages;
  }

  /** What programs had printed before they died, by program. */
  private printed(file: number): Map<number, string> {
    const used = this.control[Control.textsUsed];
    const texts = new Int32Array(used);
    readWords(file, texts, this.at.texts, used);
    const printed = new Map<number, string>();
    for (let at = 0; at < used; at += 2 + Math.ceil(texts[at + 1] / 4)) {
      printed.set(
        texts[at],
        Buffer.from(texts.buffer, (at + 2) * 4, texts[at + 1]).toString('utf8'),
      );
    }
    return printed;
  }
}

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
    if (kind === RequestKind.fill || kind === RequestKind.drain) macroSteps += macroLimit;
  }
  return steps + Math.min(macroSteps, Math.max(macroLimit, MOST_MACRO_STEPS));
}

const pair = (value: number): [number, number] => [
  Math.min(value, Number.MAX_SAFE_INTEGER) | 0,
  Math.floor(Math.min(value, Number.MAX_SAFE_INTEGER) / 2 ** 32),
];

function readWords(file: number, into: Int32Array, at: number, words: number): void {
  let done = 0;
  while (done < words * 4) {
    const count = readSync(file, into, done, words * 4 - done, at * 4 + done);
    if (count === 0) throw new RangeError('the shared record ends early');
    done += count;
  }
}

/** The array, or a longer one; longer by half than needed, so that growing batches settle soon. */
function withRoom(array: Int32Array<ArrayBuffer>, words: number): Int32Array<ArrayBuffer> {
  return array.length >= words ? array : new Int32Array(Math.ceil(words * 1.5));
}
