import fc, { type Random, type Stream, type Value } from 'fast-check';
import { WORDS_PER_REQUEST } from '../core/request.js';
import { requestCount, type Program } from '../core/program.js';
import { decodeWorld } from '../core/world.js';
import { simplerPrograms } from '../shrink/simpler-programs.js';
import type { GenerationPlan } from './generation-plan.js';
import { ProgramGenerator } from './program-generator.js';

/**
 * Programs as values of fast-check, for properties that take one program: two draws of its random
 * source seed the generator, and shrinking goes through simpler programs by structure alone. A
 * campaign draws whole batches, by `ProgramSource`, and `shrinkProgram` finds far smaller ones.
 */
export class ProgramArbitrary extends fc.Arbitrary<Program> {
  private readonly generator: ProgramGenerator;
  constructor(
    plan: GenerationPlan,
    /** Requests of every program; drawn where absent. */
    private readonly length?: number,
  ) {
    super();
    this.generator = new ProgramGenerator(plan);
  }

  override generate(random: Random): Value<Program> {
    const seedA = random.nextInt(0, 0x7fffffff);
    const seedB = random.nextInt(0, 0x7fffffff);
    const length = this.length ?? this.generator.lengthOf(seedA, seedB);
    const words = new Int32Array(length * WORDS_PER_REQUEST);
    this.generator.generateInto(seedA, seedB, length, words, 0);
    const world = decodeWorld(this.generator.world.words, 0);
    return new fc.Value({ world, words }, undefined);
  }

  /** Programs given as examples shrink like generated ones. */
  override canShrinkWithoutContext(value: unknown): value is Program {
    return isProgram(value) && requestCount(value) > 0;
  }

  override shrink(value: Program): Stream<Value<Program>> {
    return fc.stream(valuesOf(value));
  }
}

function* valuesOf(program: Program): IterableIterator<Value<Program>> {
  for (const simpler of simplerPrograms(program)) yield new fc.Value(simpler, undefined);
}

function isProgram(value: unknown): value is Program {
  return typeof value === 'object' && value !== null && 'words' in value && 'world' in value;
}
