import { requestCount, type Program } from '../core/program.js';
import { observeCodes } from '../core/world.js';
import { isCheaper, programCost } from './program-cost.js';

/**
 * Runs candidates as one batch and answers the index of the first that still fails in the same way,
 * -1 for none.
 */
export type ShrinkOracle = (candidates: readonly Program[]) => Promise<number>;

export interface SearchOptions {
  /** Whether a candidate may be asked at all; absent: every one may. */
  readonly isLawful?: (program: Program) => boolean;
  /**
   * A candidate that was just found to fail, without what follows its failure. Where it is given,
   * what it answers is known to fail without being run.
   */
  readonly cut?: (program: Program) => Program;
  /** Most candidates that are run; one of more than 16 steps counts as several. */
  readonly most: number;
  /**
   * Steps that the oracle has run so far, those of derived executions and of what macros come to among
   * them. Absent: every candidate is taken to run its requests once.
   */
  readonly stepsRun?: () => number;
  readonly signal?: AbortSignal;
}

/** Steps that count as one candidate. */
const USUAL_LENGTH = 16;
const FIRST_BATCH = 8;
const LARGEST_BATCH = 256;

/**
 * The simplest failing program so far, and every candidate that was tried. Candidates go out in
 * batches that grow as long as nothing is found: early ones often fail, and then the rest of a large
 * batch would have been run for nothing.
 */
export class ShrinkSearch {
  tried = 0;
  /** Candidates of the usual length that all steps come to which were run. */
  spent = 0;
  private cost: readonly number[];
  private readonly seen = new Set<number>();

  constructor(
    public best: Program,
    private readonly oracle: ShrinkOracle,
    private readonly options: SearchOptions,
  ) {
    this.cost = programCost(best);
    this.seen.add(hashOf(best));
  }

  get isOver(): boolean {
    return this.spent >= this.options.most || this.isAborted;
  }

  get isAborted(): boolean {
    return this.options.signal?.aborted === true;
  }

  /** Takes the first candidate that is simpler and still fails; answers whether there was one. */
  async improve(candidates: Iterable<Program>): Promise<boolean> {
    return (await this.improveAt(candidates)) >= 0;
  }

  /** Repeats a move from the best program until it gains nothing more; answers whether it gained. */
  async exhaust(moves: (program: Program) => Iterable<Program>): Promise<boolean> {
    let gained = false;
    while (!this.isOver && (await this.improve(moves(this.best)))) gained = true;
    return gained;
  }

  /** Like `improve`, answering the candidate's position among all that were given; -1 for none. */
  async improveAt(candidates: Iterable<Program>): Promise<number> {
    let batch: Program[] = [];
    let places: number[] = [];
    let size = FIRST_BATCH;
    let place = -1;
    for (const candidate of candidates) {
      place++;
      if (!this.isWorthTrying(candidate)) continue;
      batch.push(candidate);
      places.push(place);
      if (batch.length < size) continue;
      const found = await this.run(batch);
      if (found >= 0) return places[found];
      if (this.isOver) return -1;
      batch = [];
      places = [];
      size = Math.min(LARGEST_BATCH, size * 4);
    }
    const found = batch.length === 0 ? -1 : await this.run(batch);
    return found < 0 ? -1 : places[found];
  }

  /** Runs candidates that are known to be shorter and new, as enumerations are. */
  async takeFirst(batch: readonly Program[]): Promise<boolean> {
    return (await this.run(batch)) >= 0;
  }

  mayAsk(program: Program): boolean {
    return this.options.isLawful?.(program) !== false;
  }

  private isWorthTrying(candidate: Program): boolean {
    if (!isCheaper(programCost(candidate), this.cost)) return false;
    const hash = hashOf(candidate);
    if (this.seen.has(hash)) return false;
    this.seen.add(hash);
    return this.mayAsk(candidate);
  }

  private async run(batch: readonly Program[]): Promise<number> {
    this.tried += batch.length;
    const { stepsRun } = this.options;
    const before = stepsRun?.() ?? 0;
    const found = await this.oracle(batch);
    const steps = stepsRun === undefined ? requestsIn(batch) : stepsRun() - before;
    this.spent += Math.max(batch.length, Math.ceil(steps / USUAL_LENGTH));
    if (found >= 0) {
      this.best = this.options.cut?.(batch[found]) ?? batch[found];
      this.cost = programCost(this.best);
    }
    return found;
  }
}

const requestsIn = (batch: readonly Program[]): number =>
  batch.reduce((sum, program) => sum + requestCount(program), 0);

/** 53 bits over words and world. A collision loses one candidate, never a result. */
function hashOf({ world, words }: Program): number {
  let low = 0x811c9dc5;
  let high = words.length;
  const mix = (word: number): void => {
    low = Math.imul(low ^ word, 0x01000193);
    low ^= low >>> 15;
    high = Math.imul(high ^ word, 0x85ebca6b);
    high ^= high >>> 13;
  };
  for (const word of words) mix(word);
  const { fill, regionBytes, baseOffset, limitBytes, resets, observe } = world;
  const { hostRefusesFrom, hostRefusesCalls } = world;
  mix(fill.kind === 'noise' ? fill.seed + 2 : fill.kind === 'zero' ? 0 : 1);
  for (const value of [
    regionBytes,
    baseOffset,
    limitBytes % 2 ** 32,
    hostRefusesFrom,
    hostRefusesCalls,
    resets,
    observeCodes[observe],
  ]) {
    mix(value | 0);
  }
  return (low >>> 0) + (high & 0x1fffff) * 2 ** 32;
}
