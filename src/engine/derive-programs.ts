import { ToolBugError } from '../core/errors.js';
import type { Terms } from '../contract/terms/terms.js';
import type { Execution } from '../core/execution.js';
import { makeProgram, requestCount, requestsOf, type Program } from '../core/program.js';
import { literal, quantityOf } from '../core/quantity.js';
import { DRAIN_ROUNDS, DrainOrder, RequestKind } from '../core/request-kind.js';
import { WORDS_PER_REQUEST, encodeRequest, type Request } from '../core/request.js';
import type { World } from '../core/world.js';
import { isWithoutEffect } from '../../properties/lawful-end.js';

/** Programs of the other executions of a trial (S5): pure functions of the main one. */

/** A request for `size` bytes without an alignment, naming nothing. */
export function allocRequest(size: bigint): Request {
  const quantity = quantityOf(size);
  if (quantity === undefined) throw new ToolBugError(`no request can ask for ${size} bytes`);
  return { ...blankRequest, kind: RequestKind.alloc, size: quantity };
}

/** A drain behind which the program is run again from its first request on. */
export const drainWithRounds = (rounds: number): Request => ({
  ...blankRequest,
  kind: RequestKind.drain,
  reference: 0,
  size: literal(DRAIN_ROUNDS),
  second: literal(rounds),
});

export function drainRequest(order: keyof typeof DrainOrder, seed: number): Request {
  return {
    ...blankRequest,
    kind: RequestKind.drain,
    size: literal(DrainOrder[order]),
    second: literal(seed),
  };
}

/** The program with more requests behind its own. */
export function append(program: Program, requests: readonly Request[]): Program {
  const count = requestCount(program);
  const words = new Int32Array((count + requests.length) * WORDS_PER_REQUEST);
  words.set(program.words);
  requests.forEach((request, index) => {
    encodeRequest(request, words, count + index);
  });
  return { world: program.world, words };
}

/** The first `count` requests of the program. */
export const prefix = ({ world, words }: Program, count: number): Program => ({
  world,
  words: words.slice(0, count * WORDS_PER_REQUEST),
});

/** Only the requests that `keeps` says, references renumbered; what refers to a dropped one goes too. */
export function keepRequests(
  program: Program,
  keeps: (index: number, request: Request) => boolean,
): Program {
  const kept: Request[] = [];
  const renumbered = new Map<number, number>([[-1, -1]]);
  requestsOf(program).forEach((request, index) => {
    const reference = renumbered.get(request.reference);
    if (reference === undefined || !keeps(index, request)) return;
    renumbered.set(index, kept.length);
    kept.push({ ...request, reference });
  });
  return makeProgram(program.world, kept);
}

/** `drained`: all live blocks freed in the given order, then the largest single grant. */
export function drained(
  program: Program,
  order: keyof typeof DrainOrder,
  largest: bigint,
): Program {
  const seed = requestCount(program);
  return append(program, [drainRequest(order, seed), allocRequest(largest)]);
}

/**
 * Requests that count what a region holds where all is free: the largest grant and its free, which
 * gives an allocator that coalesces late its occasion; then the largest until one is refused, all
 * freed, and the smallest until one is. `from` is the index of the first of them.
 */
function countingRequests(from: number, units: CountedUnits): Request[] {
  const fill = (size: bigint): Request => ({
    ...allocRequest(size),
    kind: RequestKind.fill,
    second: literal(MOST_COUNTED),
  });
  return [
    allocRequest(units.largest),
    { ...blankRequest, kind: RequestKind.dealloc, reference: from },
    fill(units.largest),
    drainRequest('address', 0),
    fill(units.smallest),
  ];
}

/** Grants that are counted at most; a region that gives more is not judged by their number. */
const MOST_COUNTED = 2_048;

export interface CountedUnits {
  readonly largest: bigint;
  readonly smallest: bigint;
}

/** `counted`: how many of the largest and of the smallest grants a fresh region gives. */
export function counted(world: World, units: CountedUnits): Program {
  return makeProgram(world, countingRequests(0, units));
}

/** `recounted`: the same behind the program and a drain, in some order or with rounds. */
export function recounted(program: Program, drain: Request, units: CountedUnits): Program {
  return append(program, [drain, ...countingRequests(requestCount(program) + 1, units)]);
}

/**
 * `withoutRefused`: the program less what was refused and did nothing else; a fill keeps what it was
 * granted. The program itself where nothing was refused.
 */
export function withoutRefused(
  program: Program,
  main: Execution,
  terms: Pick<Terms, 'reallocToZeroEnds'>,
): Program {
  const granted = new Map<number, number>();
  const refused = new Set<number>();
  for (const step of main.steps) {
    if (isWithoutEffect(step, terms)) refused.add(step.request);
    else granted.set(step.request, (granted.get(step.request) ?? 0) + 1);
  }
  if (refused.size === 0) return program;
  const requests = requestsOf(program);
  const trimmed = requests.map((request, index) =>
    request.kind === RequestKind.fill
      ? { ...request, second: literal(granted.get(index) ?? 0) }
      : request,
  );
  return keepRequests(
    makeProgram(program.world, trimmed),
    (index, request) =>
      !refused.has(index) || (request.kind === RequestKind.fill && granted.has(index)),
  );
}

/** `drained` as well: the program and a drain so many times, then the largest single grant. */
export function drainedOften(program: Program, rounds: number, largest: bigint): Program {
  return append(program, [drainWithRounds(rounds), allocRequest(largest)]);
}

/**
 * `rounds`: the program and a drain, over and over, without resets. Of `each` rounds in a row one is
 * recorded.
 */
export function repeated(program: Program, rounds: number, each = 1): Program {
  const once = append(
    keepRequests(program, (_, request) => request.kind !== RequestKind.reset),
    [each === 1 ? drainRequest('address', 0) : drainWithRounds(each)],
  );
  const recorded = rounds / each;
  const words = new Int32Array(once.words.length * recorded);
  for (let round = 0; round < recorded; round++) {
    const from = round * once.words.length;
    words.set(once.words, from);
    for (let at = from; at < from + once.words.length; at += WORDS_PER_REQUEST) {
      if (words[at + 1] >= 0) words[at + 1] += round * requestCount(once);
    }
  }
  return { world: program.world, words };
}

const blankRequest: Request = {
  kind: RequestKind.alloc,
  entry: 0,
  alignLog2: 0,
  thread: 0,
  reference: -1,
  size: literal(0),
  second: literal(0),
};
