import { chooseContract } from '../src/contract/choose-contract.js';
import type { Contract } from '../src/contract/document/contract-schema.js';
import { runSettings } from '../src/contract/terms/run-settings.js';
import { unpackWorld, type ProgramBatch } from '../src/core/execution-batch.js';
import { WORDS_PER_REQUEST } from '../src/core/request.js';
import { RequestKind } from '../src/core/request-kind.js';
import {
  WORDS_PER_WORLD,
  defaultWorld,
  encodeWorld,
  type ObserveLevel,
} from '../src/core/world.js';
import { fileURLToPath } from 'node:url';
import { ProgramGenerator } from '../src/generate/program-generator.js';
import { makePlan, type GenerationPlan } from '../src/generate/generation-plan.js';
import { Kernel } from '../src/judge/kernel.js';
import { termsOf } from '../src/contract/terms/terms.js';
import { inProcessSubject } from '../src/subjects/in-process-subject.js';
import { loadModule } from '../src/subjects/module/load-module.js';
import type { RunSettings, Subject } from '../src/subjects/subject.js';
import { cpuTimeNs } from './cpu-time.js';

/** A region in which `length` requests of up to 170 bytes always fit. */
export const poolBytes = (length: number): number =>
  Math.max(4_096, 2 ** Math.ceil(Math.log2(length * 120)));

/** An allocator of bench/allocators, ready to be driven in this thread. */
export interface BenchSubject {
  readonly subject: Subject;
  readonly contract: Contract;
  readonly settings: RunSettings;
  readonly kernel: Kernel;
  readonly plan: GenerationPlan;
}

export async function openBenchSubject(name: string): Promise<BenchSubject> {
  const path = fileURLToPath(new URL(`./allocators/${name}.js`, import.meta.url));
  const loaded = await loadModule(path, { kind: 'module', locator: name, name });
  const { contract } = await chooseContract(loaded.description);
  return {
    subject: inProcessSubject(loaded),
    contract,
    settings: runSettings(termsOf(contract, loaded.description), {
      hangLimitMs: 1000,
      macroLimit: 1000,
    }),
    kernel: new Kernel(termsOf(contract, loaded.description)),
    plan: makePlan(termsOf(contract, loaded.description), { effort: 'standard' }),
  };
}

/** Time of the parts of checked requests, in ns of processor time. */
export interface CheckedTime {
  readonly generateNs: number;
  readonly runNs: number;
  readonly judgeNs: number;
}

/**
 * Generates, runs and judges one batch. Turning it into grants and frees is not counted.
 *
 * @throws Error where a property is broken: the allocators of this folder are correct.
 */
export async function timeChecked(
  { subject, settings, kernel }: BenchSubject,
  source: PlainPrograms,
  seed: number,
): Promise<CheckedTime> {
  const start = cpuTimeNs();
  source.generate(seed);
  const generated = cpuTimeNs();
  const batch = source.tamed();
  const tamed = cpuTimeNs();
  const answers = await subject.run(batch, settings);
  const ran = cpuTimeNs();
  for (let index = 0; index < batch.count; index++) {
    const verdict = kernel.judge(answers, index, unpackWorld(batch, index).limitBytes);
    if (verdict > 0) throw new Error(`a correct allocator broke a property: verdict ${verdict}`);
  }
  return {
    generateNs: generated - start,
    runNs: ran - tamed,
    judgeNs: cpuTimeNs() - ran,
  };
}

/**
 * Generates programs of one length, of allocs and deallocs of 1 to 170 bytes only, so that the raw
 * loop, the checked run and the fast-check command test ask the same.
 */
export class PlainPrograms {
  private readonly generator: ProgramGenerator;
  private readonly batch: ProgramBatch;

  constructor(
    plan: GenerationPlan,
    readonly programs: number,
    readonly length: number,
    observe: ObserveLevel,
  ) {
    this.generator = new ProgramGenerator(plan);
    const worlds = new Int32Array(programs * WORDS_PER_WORLD);
    for (let index = 0; index < programs; index++) {
      encodeWorld(
        { ...defaultWorld, regionBytes: poolBytes(length), observe },
        worlds,
        index * WORDS_PER_WORLD,
      );
    }
    const starts = Int32Array.from({ length: programs + 1 }, (_, index) => index * length);
    this.batch = {
      count: programs,
      worlds,
      starts,
      words: new Int32Array(programs * length * WORDS_PER_REQUEST),
    };
  }

  /** The next batch; its words are the same array every time. */
  next(seed: number): ProgramBatch {
    this.generate(seed);
    return this.tamed();
  }

  /** Writes the programs of a seed, as a campaign would. */
  generate(seed: number): void {
    const { generator, programs, length, batch } = this;
    for (let index = 0; index < programs; index++) {
      generator.generateInto(seed + index, seed, length, batch.words, index * length);
    }
  }

  /** Turns whatever was generated into deallocs and allocs, each size of 1 to 170 as likely. */
  tamed(): ProgramBatch {
    const { words } = this.batch;
    for (let at = 0; at < words.length; at += WORDS_PER_REQUEST) {
      const isFree = (words[at] & 31) === RequestKind.dealloc;
      words[at] = isFree ? RequestKind.dealloc : RequestKind.alloc;
      words[at + 2] = isFree ? 0 : 1 + ((Math.imul(words[at + 2] + at, 0x9e3779b1) >>> 8) % 170);
      words[at + 3] = 0;
      if (!isFree) words[at + 1] = -1;
    }
    return this.batch;
  }
}
