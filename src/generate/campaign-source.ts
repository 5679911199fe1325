import fc, { type Random, type Stream, type Value } from 'fast-check';
import type { ProgramBatch } from '../core/execution-batch.js';
import { WORDS_PER_REQUEST } from '../core/request.js';
import { WORDS_PER_WORLD } from '../core/world.js';
import type { GenerationPlan } from './generation-plan.js';
import { ProgramGenerator } from './program-generator.js';

export interface BatchOptions {
  readonly plan: GenerationPlan;
  readonly seed: number;
  /** Programs in all. */
  readonly runs: number;
  readonly timeLimitMs?: number;
  /** Programs of one batch; 64 where absent. */
  readonly batchSize?: number;
}

/**
 * One batch. Its arrays are used again two batches later: who keeps a program copies it. Answers
 * whether to go on.
 */
export type OnBatch = (
  programs: ProgramBatch,
  /** Number of the batch's first program in the campaign. */
  firstIndex: number,
  /** The features that shaped each program, as masks; see `featuresOf`. */
  features: Int32Array,
) => Promise<boolean>;

export interface BatchesResult {
  /** Programs handed out. */
  readonly programs: number;
  /** Whether the time limit came before the last program. */
  readonly timeSpent: boolean;
}

const BATCH_SIZE = 64;

/**
 * Generates `runs` programs and hands them out in batches. fast-check is the shell: its seed decides
 * everything and its time limit ends the campaign, but one run of it is a whole batch, because a run
 * costs more than a program of ten requests. A function of plan, seed, runs and batch size.
 *
 * @throws what `onBatch` throws.
 */
export async function runBatches(options: BatchOptions, onBatch: OnBatch): Promise<BatchesResult> {
  const { runs, timeLimitMs } = options;
  const batchSize = options.batchSize ?? BATCH_SIZE;
  const source = new BatchSource(options.plan, batchSize);
  let programs = 0;
  let stopped = false;
  let handling: Promise<void> | undefined;
  if (runs <= 0) return { programs, timeSpent: false };
  const property = fc.asyncProperty(new SeedPair(), async ({ seedA, seedB }) => {
    const count = Math.min(batchSize, runs - programs);
    const first = programs;
    const batch = source.next(seedA, seedB, count);
    programs += count;
    handling = onBatch(batch, first, source.features).then((goOn) => {
      stopped = !goOn;
    });
    try {
      await handling;
    } catch {
      // Thrown again below, outside of fast-check, which would take it for a counterexample.
      stopped = true;
    }
    // A property that answers false ends the check at once: that is how a campaign is stopped.
    return !stopped;
  });
  await fc.check(property, {
    seed: options.seed,
    numRuns: Math.ceil(runs / batchSize),
    endOnFailure: true,
    ...(timeLimitMs === undefined ? {} : { plugins: [fc.interruptAfterTimeLimit(timeLimitMs)] }),
  });
  // The time limit ends the check while a batch is still being handled.
  await handling;
  return { programs, timeSpent: !stopped && programs < runs };
}

interface Seeds {
  readonly seedA: number;
  readonly seedB: number;
}

/** Two words of fast-check's random source. Nothing to shrink: programs are shrunk on their own. */
class SeedPair extends fc.Arbitrary<Seeds> {
  override generate(random: Random): Value<Seeds> {
    const seedA = random.nextInt(0, 0x7fffffff);
    return new fc.Value({ seedA, seedB: random.nextInt(0, 0x7fffffff) }, undefined);
  }
  override canShrinkWithoutContext(value: unknown): value is Seeds {
    return value === null;
  }
  override shrink(): Stream<Value<Seeds>> {
    return fc.Stream.nil();
  }
}

/** Two sets of arrays by turns, so that one batch can be generated while the other still runs. */
class BatchSource {
  private readonly generator: ProgramGenerator;
  private readonly sets: [BatchArrays, BatchArrays];
  private turn = 0;
  constructor(plan: GenerationPlan, batchSize: number) {
    this.generator = new ProgramGenerator(plan);
    this.sets = [makeArrays(batchSize), makeArrays(batchSize)];
  }

  /** Features of the latest batch. */
  get features(): Int32Array {
    return this.sets[this.turn].features;
  }

  next(seedA: number, seedB: number, count: number): ProgramBatch {
    this.turn = 1 - this.turn;
    const { generator } = this;
    const set = this.sets[this.turn];
    const { starts, worlds, features } = set;
    for (let i = 0; i < count; i++) {
      starts[i + 1] = starts[i] + generator.lengthOf(seedA + i, seedB);
    }
    const total = starts[count] * WORDS_PER_REQUEST;
    if (set.words.length < total) set.words = new Int32Array(total + (total >> 1));
    for (let i = 0; i < count; i++) {
      const length = starts[i + 1] - starts[i];
      generator.generateInto(seedA + i, seedB, length, set.words, starts[i]);
      worlds.set(generator.world.words, i * WORDS_PER_WORLD);
      features[i] = generator.features;
    }
    return {
      count,
      worlds: worlds.subarray(0, count * WORDS_PER_WORLD),
      starts: starts.subarray(0, count + 1),
      words: set.words.subarray(0, total),
    };
  }
}

interface BatchArrays {
  readonly starts: Int32Array;
  readonly worlds: Int32Array;
  readonly features: Int32Array;
  words: Int32Array;
}

const makeArrays = (programs: number): BatchArrays => ({
  starts: new Int32Array(programs + 1),
  worlds: new Int32Array(programs * WORDS_PER_WORLD),
  features: new Int32Array(programs),
  words: new Int32Array(0),
});
