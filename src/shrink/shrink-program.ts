import { makeProgram, requestCount, requestsOf, type Program } from '../core/program.js';
import { WORDS_PER_REQUEST } from '../core/request.js';
import { codesThat } from '../core/request-kind.js';
import { deletionMoves } from './deletion-moves.js';
import { findShorter, findSmall } from './find-shorter.js';
import { isCheaper, programCost } from './program-cost.js';
import { without } from './shrink-draft.js';
import { ShrinkSearch, type ShrinkOracle } from './shrink-search.js';
import { kindMoves, orderMoves, quantityMoves, worldMoves } from './simplification-moves.js';

export interface ShrinkOptions {
  /** Index of the request that failed; what follows it is dropped first. */
  readonly truncateAt?: number;
  /** See `SearchOptions.cut`. */
  readonly cut?: (program: Program) => Program;
  /**
   * The program with every macro written out as the requests it came to; undefined if it has none,
   * or if what it came to is not known. Asked about the simplest first, then about what was given.
   */
  readonly expand?: (program: Program) => Program | undefined;
  /** Most programs of the enumeration; 200,000 where absent, 0 for none. */
  readonly enumerate?: number;
  /** Most candidates of the search before it; 100,000 where absent. */
  readonly search?: number;
  /** See `SearchOptions.stepsRun`. */
  readonly stepsRun?: () => number;
  /** Whether a candidate may be asked at all; absent: every one may. */
  readonly isLawful?: (program: Program) => boolean;
  readonly signal?: AbortSignal;
}

export interface ShrunkProgram {
  readonly program: Program;
  /**
   * Whether every shorter program over the witness's own alphabet was tried, no request at all and
   * smaller regions among them, and what its macros come to.
   */
  readonly shortest: boolean;
  /** Candidates run. */
  readonly tried: number;
}

const ENUMERATION = 200_000;
const SEARCH = 100_000;
/** Part of the enumeration that small programs may take before the search. */
const SMALL_SHARE = 1 / 10;
/**
 * What deletions leave longer than this is stuck, and to simplify it costs more than to run many
 * short programs of its kinds; a part of the enumeration is spent on them at once.
 */
const LONG = 8;
const LONG_SHARE = 1 / 4;

/**
 * The simplest program found that fails as the oracle says (S36): fewest requests, plainest world,
 * smallest quantities. First a greedy search by many moves, then every shorter program over the
 * witness's own requests: no greedy search reaches the shortest reliably, and runs are cheap.
 *
 * The oracle keeps property and clause fixed. The result is a pure function of program, answers and
 * options.
 */
export async function shrinkProgram(
  program: Program,
  oracle: ShrinkOracle,
  options: ShrinkOptions = {},
): Promise<ShrunkProgram> {
  const first = new ShrinkSearch(program, oracle, searchOptions(options));
  const budget = options.enumerate ?? ENUMERATION;
  await truncate(first, options.truncateAt);
  if (!first.isOver) await first.improve([makeProgram(program.world, [])]);
  if (requestCount(first.best) > 1) await findSmall(first, budget * SMALL_SHARE);
  await deleteRequests(first);
  if (requestCount(first.best) > LONG) await findShorter(first, program.world, budget * LONG_SHARE);
  await searchGreedily(first);
  const { search, isTried } = await withoutMacros(program, first, oracle, options);
  const isSearched = !search.isOver && isTried;
  let left = budget;
  let shortest = requestCount(search.best) <= 1;
  while (!shortest && left > 0 && options.signal?.aborted !== true) {
    const { found, complete, tried } = await findShorter(search, program.world, left);
    left -= tried;
    shortest = complete;
    if (!found) break;
    await searchGreedily(search);
    shortest = requestCount(search.best) <= 1;
  }
  const tried = search === first ? search.tried : search.tried + first.tried;
  return { program: search.best, shortest: shortest && isSearched, tried };
}

const searchOptions = (options: ShrinkOptions): ConstructorParameters<typeof ShrinkSearch>[2] => ({
  most: options.search ?? SEARCH,
  ...(options.stepsRun === undefined ? {} : { stepsRun: options.stepsRun }),
  ...(options.isLawful === undefined ? {} : { isLawful: options.isLawful }),
  ...(options.cut === undefined ? {} : { cut: options.cut }),
  ...(options.signal === undefined ? {} : { signal: options.signal }),
});

async function truncate(search: ShrinkSearch, at: number | undefined): Promise<void> {
  if (at === undefined || at < 0) return;
  const { world, words } = search.best;
  await search.improve([{ world, words: words.slice(0, (at + 1) * WORDS_PER_REQUEST) }]);
}

const isMacro = codesThat('isMacro');

/**
 * A fill is one request, but may hide which of its grants matter. Where one is left, the program
 * with its macros written out is searched as well and taken if it comes out no longer; `isTried` says
 * whether it could be.
 */
async function withoutMacros(
  program: Program,
  first: ShrinkSearch,
  oracle: ShrinkOracle,
  options: ShrinkOptions,
): Promise<{ readonly search: ShrinkSearch; readonly isTried: boolean }> {
  const hasMacro = requestsOf(first.best).some(({ kind }) => isMacro.has(kind));
  if (!hasMacro) return { search: first, isTried: true };
  const expanded = options.expand?.(first.best) ?? options.expand?.(program);
  if (expanded === undefined || (await oracle([expanded])) !== 0) {
    return { search: first, isTried: false };
  }
  const second = new ShrinkSearch(expanded, oracle, searchOptions(options));
  await searchGreedily(second);
  const search = isCheaper(programCost(second.best), programCost(first.best)) ? second : first;
  return { search, isTried: !second.isOver };
}

/** Deletions until none gains. */
async function deleteRequests(search: ShrinkSearch): Promise<void> {
  let gained = true;
  while (gained && !search.isOver) {
    gained = await deleteChunks(search);
    gained = (await search.improve(deletionMoves(search.best))) || gained;
  }
}

/** Every move until none gains: fewer requests first, since everything after is cheaper then. */
async function searchGreedily(search: ShrinkSearch): Promise<void> {
  let gained = true;
  while (gained && !search.isOver) {
    await deleteRequests(search);
    gained = false;
    for (const moves of [kindMoves, worldMoves, quantityMoves, orderMoves]) {
      gained = (await search.exhaust(moves)) || gained;
    }
  }
}

/** Delta debugging over stretches, back to front, going on where the last one was found. */
async function deleteChunks(search: ShrinkSearch): Promise<boolean> {
  let gained = false;
  let chunk = Math.ceil(requestCount(search.best) / 2);
  while (chunk >= 1 && !search.isOver) {
    let end = requestCount(search.best);
    while (end > 0 && !search.isOver) {
      const place = await search.improveAt(chunksBefore(search.best, chunk, end));
      if (place < 0) break;
      gained = true;
      end = Math.min(end - place * chunk, requestCount(search.best));
    }
    chunk = chunk === 1 ? 0 : chunk >> 1;
  }
  return gained;
}

function* chunksBefore(program: Program, chunk: number, last: number): Generator<Program> {
  const draft = requestsOf(program);
  for (let end = last; end > 0; end -= chunk) {
    const from = Math.max(0, end - chunk);
    yield makeProgram(
      program.world,
      without(draft, (index) => index >= from && index < end),
    );
  }
}
