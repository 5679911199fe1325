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
import { WORDS_PER_REQUEST } from '../../core/request.js';
import { WORDS_PER_STEP } from '../../core/step-record.js';
import { WORDS_PER_WORLD } from '../../core/world.js';
import type { RunSettings } from '../subject.js';
import {
  CONTROL_MAGIC,
  CONTROL_WORDS,
  SPARE_EVENTS,
  WORDS_PER_PROGRESS,
  controlWords,
  makeControl,
  progressWords,
  refusals,
} from './control-block.js';
import { faultText } from './fault-text.js';
import { stepSlices } from './step-slices.js';

const TEXT_WORDS = 16_384;
/** Room for all macros of a batch. The file is sparse, but 32 bits of addresses are soon used up. */
const MOST_MACRO_STEPS = { 32: 2_000_000, 64: 16_000_000 } as const;
/** A subject without a limit in its world may have this much above its size at rest. */
const DEFAULT_LIMIT_BYTES = 256 * 2 ** 20;

/** Slices of the record that lie nearer than this are read together, with what is between. */
const READ_TOGETHER_WORDS = 1_024;

/** Words of a page of 4 KiB; where pages are larger, a short batch can be written over. */
const PAGE_WORDS = 1_024;

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
  private count = 0;
  /** Where the steps of each program may lie; see {@link stepSlices}. */
  private slices: Int32Array = new Int32Array(0);
  private at = { headers: 0, progress: 0, texts: 0, steps: 0, events: 0 };

  constructor(private readonly bits: 32 | 64) {}

  /** Lays out the file for a batch and writes the programs. */
  write(file: number, programs: ProgramBatch, settings: RunSettings): void {
    const { count } = programs;
    this.count = count;
    const slices = stepSlices(programs, {
      each: settings.macroLimit,
      all: MOST_MACRO_STEPS[this.bits],
    });
    this.slices = slices;
    const requestWords = programs.starts[count] * WORDS_PER_REQUEST;
    const worldsAt = CONTROL_WORDS;
    const startsAt = worldsAt + count * WORDS_PER_WORLD;
    const slicesAt = startsAt + count + 1;
    const requestsAt = slicesAt + count + 1;
    // On a page of its own, so that what is asked fills whole pages and can be taken out of reach.
    const headersAt = Math.ceil((requestsAt + requestWords) / PAGE_WORDS) * PAGE_WORDS;
    const progressAt = headersAt + count * WORDS_PER_HEADER;
    const textsAt = progressAt + count * WORDS_PER_PROGRESS;
    const stepsAt = textsAt + TEXT_WORDS;
    const eventsAt = stepsAt + slices[count] * WORDS_PER_STEP;
    const total = eventsAt + (slices[count] + count * SPARE_EVENTS) * WORDS_PER_EVENT;
    this.at = {
      ...{ headers: headersAt, progress: progressAt, texts: textsAt },
      ...{ steps: stepsAt, events: eventsAt },
    };
    const control = makeControl({
      ...{ magic: CONTROL_MAGIC, count, totalWords: total },
      ...{ worldsAt, startsAt, slicesAt, requestsAt, headersAt, progressAt },
      ...{ textsAt, stepsAt, eventsAt, textWords: TEXT_WORDS },
      refusal: refusals.indexOf(settings.refusal),
      fillLimitLow: lowWord(settings.fillLimitBytes),
      fillLimitHigh: highWord(settings.fillLimitBytes),
      usableWritable: settings.usableWritable ? 1 : 0,
      reallocToZeroEnds: settings.reallocToZeroEnds ? 1 : 0,
      naturalAlign: settings.naturalAlign,
      hangLimitMs: Math.min(settings.hangLimitMs, 2 ** 27),
      macroLimit: settings.macroLimit,
      reserveLow: lowWord(settings.reserveBytes ?? 0),
      reserveHigh: highWord(settings.reserveBytes ?? 0),
      defaultLimitLow: lowWord(DEFAULT_LIMIT_BYTES),
      defaultLimitHigh: highWord(DEFAULT_LIMIT_BYTES),
      confirmHangs: (settings.confirmHangs ?? true) ? 1 : 0,
      stopAtHang: settings.stopAtHang === true ? 1 : 0,
      rejectsFrees: settings.rejectsFrees === true ? 1 : 0,
    });
    // Never shortened: pages that are there already need not be made again.
    if (fstatSync(file).size < total * 4) ftruncateSync(file, total * 4);
    writevSync(
      file,
      [
        control,
        programs.worlds.subarray(0, count * WORDS_PER_WORLD),
        programs.starts.subarray(0, count + 1),
        slices,
        programs.words.subarray(0, requestWords),
        new Int32Array(count * WORDS_PER_HEADER),
      ],
      0,
    );
  }

  /** Reads what was written so far; the slices of the programs are moved together. */
  read(file: number): ExecutionBatch {
    this.readHeaders(file);
    const headers = this.headers.subarray(0, this.count * WORDS_PER_HEADER);
    this.keepWithinSlices(headers);
    const messages = this.messages(file, headers);
    this.steps = gather(file, this.steps, headers, {
      ...{ count: this.count, at: this.at.steps, words: WORDS_PER_STEP },
      ...{ first: Header.firstStep, length: Header.stepCount },
    });
    this.events = gather(file, this.events, headers, {
      ...{ count: this.count, at: this.at.events, words: WORDS_PER_EVENT },
      ...{ first: Header.firstEvent, length: Header.eventCount },
    });
    return { headers, steps: this.steps, events: this.events, messages };
  }

  /** Numbers of the programs that were under way when the driver went down. */
  unfinished(file: number): number[] {
    this.readHeaders(file);
    const found = [];
    for (let program = 0; program < this.count; program++) {
      const status = this.headers[program * WORDS_PER_HEADER + Header.status];
      if (status === ExecutionStatus.running) found.push(program);
    }
    return found;
  }

  /**
   * Writes down that the driver itself went down with a program, the only one that it was running.
   * A subject can do that: by a signal to its parent.
   */
  bury(file: number, program: number): void {
    const header = new Int32Array(WORDS_PER_HEADER);
    const at = this.at.headers + program * WORDS_PER_HEADER;
    const progress = new Int32Array(WORDS_PER_PROGRESS);
    readWords(file, header, at, WORDS_PER_HEADER);
    readWords(file, progress, this.at.progress + program * WORDS_PER_PROGRESS, WORDS_PER_PROGRESS);
    header[Header.status] = ExecutionStatus.died;
    header[Header.fault] = Fault.signal;
    header[Header.faultPhase] = progress[progressWords.indexOf('phase')];
    writeSync(file, header, 0, WORDS_PER_HEADER * 4, at * 4);
  }

  /**
   * Empties what a header says of steps and events that are not its program's: a subject has written
   * over it. Its fault becomes none that there is, by which it is known as destroyed.
   */
  private keepWithinSlices(headers: Int32Array): void {
    for (let program = 0; program < this.count; program++) {
      const at = program * WORDS_PER_HEADER;
      const first = this.slices[program];
      const most = this.slices[program + 1] - first;
      if (headers[at + Header.status] === ExecutionStatus.notRun) {
        headers.fill(0, at, at + WORDS_PER_HEADER);
        continue;
      }
      const isOwn =
        headers[at + Header.firstStep] === first &&
        headers[at + Header.firstEvent] === first + program * SPARE_EVENTS &&
        headers[at + Header.stepCount] >>> 0 <= most &&
        headers[at + Header.eventCount] >>> 0 <= most + SPARE_EVENTS;
      if (isOwn) continue;
      headers.fill(0, at, at + WORDS_PER_HEADER);
      headers[at + Header.status] = ExecutionStatus.died;
      headers[at + Header.fault] = -1;
    }
  }

  private readHeaders(file: number): void {
    const words = this.count * WORDS_PER_HEADER;
    this.headers = withRoom(this.headers, words);
    readWords(file, this.headers, this.at.headers, words);
  }

  private messages(file: number, headers: Int32Array): Map<number, string> {
    const printed = this.printed(file);
    const messages = new Map<number, string>();
    for (let program = 0; program < this.count; program++) {
      const at = program * WORDS_PER_HEADER;
      if (headers[at + Header.status] !== ExecutionStatus.died) continue;
      if (headers[at + Header.fault] < 0) continue;
      const fault = headers[at + Header.fault];
      const detail = headers[at + Header.faultDetail];
      messages.set(program, faultText(fault, detail, printed.get(program)));
    }
    return messages;
  }

  /** What programs had printed before they died, by program. */
  private printed(file: number): Map<number, string> {
    const control = makeControl({});
    readWords(file, control, 0, CONTROL_WORDS);
    const said = control[controlWords.indexOf('textsUsed')];
    const used = Math.min(Math.max(0, said), TEXT_WORDS);
    const texts = new Int32Array(used);
    readWords(file, texts, this.at.texts, used);
    const printed = new Map<number, string>();
    for (let at = 0; at < used;) {
      const [program, bytes] = texts.subarray(at, at + 2);
      const next = at + 2 + Math.ceil(bytes / 4);
      // Where a subject wrote over it, there is no next one.
      if (bytes < 0 || next > used) break;
      printed.set(program, Buffer.from(texts.buffer, (at + 2) * 4, bytes).toString('utf8'));
      at = next;
    }
    return printed;
  }
}

interface Slices {
  readonly count: number;
  /** Where the slices begin in the file, in words. */
  readonly at: number;
  /** Words of one entry. */
  readonly words: number;
  /** Where a header says in which entry its slice begins, and how many there are. */
  readonly first: number;
  readonly length: number;
}

/**
 * Reads the used part of every slice into one array, and tells the headers where they are now. Near
 * ones are read at once, with what lies between them: a read costs as much as copying some pages.
 */
function gather(
  file: number,
  into: Int32Array<ArrayBuffer>,
  headers: Int32Array,
  { count, at, words, first, length }: Slices,
): Int32Array<ArrayBuffer> {
  let kept = into;
  let used = 0;
  for (let program = 0; program < count;) {
    const from = headers[program * WORDS_PER_HEADER + first];
    let to = from;
    for (; program < count; program++) {
      const header = program * WORDS_PER_HEADER;
      const start = headers[header + first];
      if (start < to || (start - to) * words > READ_TOGETHER_WORDS) break;
      to = start + headers[header + length];
      headers[header + first] = used + start - from;
    }
    kept = withRoom(kept, (used + to - from) * words, used * words);
    readWords(file, kept, at + from * words, (to - from) * words, used * words);
    used += to - from;
  }
  return kept;
}

const most = (value: number): number => Math.min(value, Number.MAX_SAFE_INTEGER);
const lowWord = (value: number): number => most(value) | 0;
const highWord = (value: number): number => Math.floor(most(value) / 2 ** 32);

function readWords(file: number, into: Int32Array, at: number, words: number, offset = 0): void {
  let done = 0;
  while (done < words * 4) {
    const count = readSync(file, into, offset * 4 + done, words * 4 - done, at * 4 + done);
    if (count === 0) throw new RangeError('the shared record ends early');
    done += count;
  }
}

/**
 * The array, or a longer one with the first `kept` words; longer by half than needed, so that
 * growing batches settle soon.
 */
function withRoom(
  array: Int32Array<ArrayBuffer>,
  words: number,
  kept = 0,
): Int32Array<ArrayBuffer> {
  if (array.length >= words) return array;
  const longer = new Int32Array(Math.ceil(words * 1.5));
  longer.set(array.subarray(0, kept));
  return longer;
}
