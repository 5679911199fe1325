import fc, { type Random, type Stream, type Value } from 'fast-check';
import type { ProgramBatch } from '../core/execution-batch.js';
import { WORDS_PER_REQUEST } from '../core/request.js';
import { WORDS_PER_WORLD } from '../core/world.js';
import type { GenerationPlan } from './generation-plan.js';
import { ProgramGenerator } from './program-generator.js';

/** Programs in a row, of a campaign. */
export interface GeneratedBatch {
  readonly programs: ProgramBatch;
  /** Number of the first of them in the campaign. */
  readonly first: number;
  /** The features that shaped each program, as masks; see `featuresOf`. */
  readonly features: Int32Array;
}

/**
 * The programs of a campaign, by number. Program i is what `ProgramArbitrary` draws from a random
 * source of fast-check that seed and i have seeded, so that it does not depend on which programs were
 * drawn before it, nor on who draws it.
 */
export class ProgramSource {
  private readonly generator: ProgramGenerator;
  private readonly sets: [BatchArrays, BatchArrays] = [makeArrays(), makeArrays()];
  private turn = 0;

  constructor(
    plan: GenerationPlan,
    private readonly seed: number,
  ) {
    this.generator = new ProgramGenerator(plan);
  }

  /**
   * Programs `first` to `first + count`. Their arrays are used again by the second next call, so that
   * one batch can be drawn while another still runs: who keeps a program copies it.
   */
  batch(first: number, count: number): GeneratedBatch {
    this.turn = 1 - this.turn;
    const { generator } = this;
    const set = this.sets[this.turn];
    if (set.features.length < count) growArrays(set, count);
    const { starts, worlds, features, seeds } = set;
    for (let i = 0; i < count; i++) {
      const { seedA, seedB } = drawSeeds(this.seed, first + i);
      seeds[2 * i] = seedA;
      seeds[2 * i + 1] = seedB;
      starts[i + 1] = starts[i] + generator.lengthOf(seedA, seedB);
    }
    const total = starts[count] * WORDS_PER_REQUEST;
    if (set.words.length < total) set.words = new Int32Array(total + (total >> 1));
    for (let i = 0; i < count; i++) {
      const length = starts[i + 1] - starts[i];
      generator.generateInto(seeds[2 * i], seeds[2 * i + 1], length, set.words, starts[i]);
      worlds.set(generator.world.words, i * WORDS_PER_WORLD);
      features[i] = generator.features;
    }
    const programs = {
      count,
      worlds: worlds.subarray(0, count * WORDS_PER_WORLD),
      starts: starts.subarray(0, count + 1),
      words: set.words.subarray(0, total),
    };
    return { programs, first, features: features.subarray(0, count) };
  }

  /** Programs `first` to `until` in batches of `size`, each valid until the second next one. */
  *batches(first: number, until: number, size = BATCH_SIZE): Generator<GeneratedBatch> {
    for (let next = first; next < until; next += size) {
      yield this.batch(next, Math.min(size, until - next));
    }
  }
}

/** Programs of a batch: a message and a wake-up of the thread that runs them is shared by so many. */
export const BATCH_SIZE = 64;

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

const seedPair = new SeedPair();

function drawSeeds(seed: number, number: number): Seeds {
  // Neighbouring numbers give seeds far from each other, and those of another campaign others.
  const mixed = (seed ^ Math.imul(number + 1, 0x9e3779b1)) | 0;
  return fc.sample(seedPair, { seed: mixed, numRuns: 1 })[0];
}

interface BatchArrays {
  starts: Int32Array;
  worlds: Int32Array;
  features: Int32Array;
  seeds: Int32Array;
  words: Int32Array;
}

function makeArrays(): BatchArrays {
  const none = new Int32Array(0);
  const set = { starts: none, worlds: none, features: none, seeds: none, words: none };
  growArrays(set, BATCH_SIZE);
  return set;
}

function growArrays(set: BatchArrays, programs: number): void {
  set.starts = new Int32Array(programs + 1);
  set.worlds = new Int32Array(programs * WORDS_PER_WORLD);
  set.features = new Int32Array(programs);
  set.seeds = new Int32Array(2 * programs);
}
