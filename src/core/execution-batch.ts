import { WORDS_PER_EVENT } from './event-record.js';
import { WORDS_PER_REQUEST } from './request.js';
import { WORDS_PER_STEP } from './step-record.js';
import { WORDS_PER_WORLD, decodeWorld, encodeWorld, type World } from './world.js';
import type { Program } from './program.js';

/**
 * Programs to run, flat: one header, one world and a slice of the words for each. Fits shared
 * memory, a mapped file and a pipe alike.
 */
export interface ProgramBatch {
  readonly count: number;
  /** Eight words a program, see world.ts. */
  readonly worlds: Int32Array;
  /** `count + 1` indices of requests: program i is requests [starts[i], starts[i + 1]). */
  readonly starts: Int32Array;
  /** Four words a request. */
  readonly words: Int32Array;
}

/**
 * What was answered, flat: program i has header i, and slices of the steps and of the events.
 *
 * Header words: 0 status  1 first step  2 steps  3 first event  4 events  5 fault  6 fault detail
 * 7 phase of the fault  8 skipped requests  9 content checks  10 zero checks  11 kept checks
 * 12 outside checks  13 usable checks  14 events dropped  15 free
 */
export interface ExecutionBatch {
  readonly headers: Int32Array;
  readonly steps: Int32Array;
  readonly events: Int32Array;
  /** Text of a fault by program index: the exception's or the trap's message. */
  readonly messages: ReadonlyMap<number, string>;
}

export const WORDS_PER_HEADER = 16;

export const ExecutionStatus = { notRun: 0, running: 1, finished: 2, died: 3 } as const;

export const Header = {
  status: 0,
  firstStep: 1,
  stepCount: 2,
  firstEvent: 3,
  eventCount: 4,
  fault: 5,
  faultDetail: 6,
  faultPhase: 7,
  skipped: 8,
  contentChecks: 9,
  zeroChecks: 10,
  keptChecks: 11,
  outsideChecks: 12,
  usableChecks: 13,
  eventsDropped: 14,
} as const;

export function packPrograms(programs: readonly Program[]): ProgramBatch {
  const starts = new Int32Array(programs.length + 1);
  programs.forEach((program, index) => {
    starts[index + 1] = starts[index] + program.words.length / WORDS_PER_REQUEST;
  });
  const words = new Int32Array(starts[programs.length] * WORDS_PER_REQUEST);
  const worlds = new Int32Array(programs.length * WORDS_PER_WORLD);
  programs.forEach((program, index) => {
    words.set(program.words, starts[index] * WORDS_PER_REQUEST);
    encodeWorld(program.world, worlds, index * WORDS_PER_WORLD);
  });
  return { count: programs.length, worlds, starts, words };
}

/** World of program `index` of a batch. */
export function unpackWorld(batch: ProgramBatch, index: number): World {
  return decodeWorld(batch.worlds, index * WORDS_PER_WORLD);
}

/** Program `index` of a batch; the words are copied. */
export function unpackProgram(batch: ProgramBatch, index: number): Program {
  return {
    world: unpackWorld(batch, index),
    words: batch.words.slice(
      batch.starts[index] * WORDS_PER_REQUEST,
      batch.starts[index + 1] * WORDS_PER_REQUEST,
    ),
  };
}

/** Room for the answers to a batch: `steps` and `events` are totals over all programs. */
export function makeExecutionBatch(
  programs: number,
  steps: number,
  events: number,
  allocate: (bytes: number) => ArrayBufferLike = (bytes) => new ArrayBuffer(bytes),
): ExecutionBatch {
  const words = (count: number): Int32Array => new Int32Array(allocate(count * 4));
  return {
    headers: words(programs * WORDS_PER_HEADER),
    steps: words(steps * WORDS_PER_STEP),
    events: words(events * WORDS_PER_EVENT),
    messages: new Map(),
  };
}
