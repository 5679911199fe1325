import { describe, expect, it } from 'vitest';
import { termsOf } from '../../dist/src/contract/terms/terms.js';
import { parseContract, preset } from '../../dist/src/contract/document/parse-contract.js';
import { parseProgram } from '../../dist/src/core/parse-program-literal.js';
import { printProgram } from '../../dist/src/core/program-literal.js';
import { requestsOf, type Program } from '../../dist/src/core/program.js';
import { QuantityBase } from '../../dist/src/core/quantity.js';
import type { Request } from '../../dist/src/core/request.js';
import { RequestKind, requestKindNames } from '../../dist/src/core/request-kind.js';
import { decodeWorld } from '../../dist/src/core/world.js';
import { makePlan } from '../../dist/src/generate/generation-plan.js';
import {
  featuresOf,
  generatorFeatures,
  type GeneratorFeature,
} from '../../dist/src/generate/generator-feature.js';
import { isLawful } from '../../dist/src/generate/lawful-program.js';
import { ProgramGenerator } from '../../dist/src/generate/program-generator.js';
import { applyTo } from '../../dist/src/shrink/shrink-draft.js';
import { givenRegion, nativeMalloc, presetCases, wasmModule } from './subjects.js';

interface Generated {
  readonly program: Program;
  readonly features: readonly GeneratorFeature[];
}

function generate(generator: ProgramGenerator, seed: number, length: number): Generated {
  const words = new Int32Array(4 * length);
  expect(generator.generateInto(seed, 0x5eed, length, words, 0)).toBe(length);
  const world = decodeWorld(generator.world.words, 0);
  return { program: { world, words }, features: featuresOf(generator.features) };
}

/** The requests of the programs of the first seeds. */
function requestsFrom(generator: ProgramGenerator, seeds: number): Request[] {
  return Array.from({ length: seeds }, (_, seed) =>
    requestsOf(generate(generator, seed, 120).program),
  ).flat();
}

const everyClause = parseContract(
  {
    requests: requestKindNames.filter((kind) => !['init', 'fill', 'drain'].includes(kind)),
    sizes: {
      smallest: 8,
      largest: 100_000,
      belowSmallest: 'refused',
      aboveLargest: 'refused',
      abovePtrdiffMax: 'refused',
    },
    alignment: { maximum: 4_096, bad: 'rejected' },
    zeroSize: 'nullOrUnique',
    realloc: { ofNull: 'alloc', newAlignment: true, toZero: 'free', ofZeroSize: true },
    free: {
      null: 'ignored',
      foreign: 'rejected',
      interior: 'rejected',
      twice: 'abort',
      wrongSize: 'ignored',
    },
    region: {
      baseAlign: 1,
      sizeMultiple: 1,
      smallestBytes: 512,
      largestBytes: 131_072,
      smallestUsefulBytes: 512,
      freshBytes: 'any',
      reserveBytes: 8_192,
      growGranuleBytes: 64,
    },
    usableSize: 'writable',
  },
  'a test',
);

describe('ProgramGenerator', () => {
  it.each(presetCases)('asks nothing that %s leaves undefined', (_name, contract, subject) => {
    const plan = makePlan(termsOf(contract, subject));
    const generator = new ProgramGenerator(plan);
    for (let seed = 0; seed < 300; seed++) {
      const { program } = generate(generator, seed, 20 + (seed % 150));
      if (!isLawful(plan, program)) expect.fail(printProgram(program));
    }
  });

  it.each(presetCases)(
    'asks %s only for calls that the subject has',
    (_name, contract, subject) => {
      const lacking = subject.kinds.filter((kind) => kind !== 'alloc');
      for (const [index, kind] of [...lacking, ...lacking].entries()) {
        // One call is left out, and, the second time round, every other one as well.
        const kinds = subject.kinds.filter(
          (one, place) => one !== kind && (index < lacking.length || place % 2 === index % 2),
        );
        const less = { ...subject, kinds: [...new Set(['alloc' as const, ...kinds])] };
        const plan = makePlan(termsOf(contract, less));
        const generator = new ProgramGenerator(plan);
        for (let seed = 0; seed < 60; seed++) {
          const { program } = generate(generator, seed, 20 + seed);
          if (!isLawful(plan, program)) expect.fail(`${kind}: ${printProgram(program)}`);
        }
      }
    },
  );

  it('asks nothing undefined where every clause is claimed, and then has every feature', () => {
    const plan = makePlan(termsOf(everyClause, givenRegion));
    const generator = new ProgramGenerator(plan);
    const seen = new Set<GeneratorFeature>();
    const kinds = new Set<number>();
    for (let seed = 0; seed < 400; seed++) {
      const { program, features } = generate(generator, seed, seed % 100 === 0 ? 1_200 : 120);
      if (!isLawful(plan, program)) expect.fail(printProgram(program));
      for (const feature of features) seen.add(feature);
      for (const request of requestsOf(program)) kinds.add(request.kind);
    }
    expect(generatorFeatures.filter((feature) => !seen.has(feature))).toEqual([]);
    expect(requestKindNames.filter((_, kind) => !kinds.has(kind))).toEqual(['init']);
  });

  it('gives the same program for the same seeds and another for others', () => {
    const plan = makePlan(termsOf(preset('pool'), givenRegion));
    const one = generate(new ProgramGenerator(plan), 7, 80).program;
    const other = new ProgramGenerator(plan);
    generate(other, 1, 500);
    expect(generate(other, 7, 80).program).toEqual(one);
    expect(generate(other, 8, 80).program).not.toEqual(one);
  });

  it('writes at its place and nowhere else', () => {
    const generator = new ProgramGenerator(makePlan(termsOf(preset('c17'), nativeMalloc)));
    const words = new Int32Array(4 * 100).fill(0x7abcdef);
    generator.generateInto(3, 4, 50, words, 20);
    expect(words.subarray(0, 80).every((word) => word === 0x7abcdef)).toBe(true);
    expect(words.subarray(280).every((word) => word === 0x7abcdef)).toBe(true);
    const alone = new Int32Array(200);
    generator.generateInto(3, 4, 50, alone, 0);
    expect(words.subarray(80, 280)).toEqual(alone);
  });

  it('prints and parses back', () => {
    const generator = new ProgramGenerator(makePlan(termsOf(preset('posix'), nativeMalloc)));
    for (let seed = 0; seed < 50; seed++) {
      const { program } = generate(generator, seed, 100);
      expect(parseProgram(printProgram(program))).toEqual(program);
    }
  });

  it('refers to blocks that are live if everything is granted', () => {
    const generator = new ProgramGenerator(makePlan(termsOf(everyClause, givenRegion)));
    for (let seed = 0; seed < 100; seed++) {
      const live = new Set<number>();
      const requests = requestsOf(generate(generator, seed, 200).program);
      // A realloc to 0 frees in this contract; the walk does not know and keeps the block.
      const dead = requests.filter((request, index) => !applyTo(live, request, index));
      expect(dead).toEqual([]);
    }
  });

  it('reallocates in at least 15 of 100 requests where it may', () => {
    const generator = new ProgramGenerator(makePlan(termsOf(preset('c17'), nativeMalloc)));
    let reallocs = 0;
    for (let seed = 0; seed < 100; seed++) {
      reallocs += requestsOf(generate(generator, seed, 100).program).filter(
        (request) => request.kind === RequestKind.realloc,
      ).length;
    }
    expect(reallocs).toBeGreaterThan(1_500);
  });

  it('makes half of the programs swarms, reads back more than edges of a quarter, and a tenth in full', () => {
    const generator = new ProgramGenerator(makePlan(termsOf(preset('pool'), givenRegion)));
    const all = Array.from({ length: 400 }, (_, seed) => generate(generator, seed, 20));
    const swarms = all.filter(({ features }) => features.includes('swarm')).length;
    const full = all.filter(({ program }) => program.world.observe === 'full').length;
    const more = all.filter(({ program }) => program.world.observe !== 'edges').length;
    expect(swarms).toBeGreaterThan(150);
    expect(swarms).toBeLessThan(250);
    expect(more).toBeGreaterThanOrEqual(100);
    expect(full).toBeGreaterThanOrEqual(40);
  });

  it('keeps what ends the execution for the end where refusals trap', () => {
    const generator = new ProgramGenerator(
      makePlan(termsOf(preset('wasm-cabi-realloc'), wasmModule)),
    );
    let ends = 0;
    for (let seed = 0; seed < 300; seed++) {
      const requests = requestsOf(generate(generator, seed, 60).program);
      const deadly = (i: number): boolean =>
        (requests[i].kind === RequestKind.fill && requests[i].size.offset > 16) ||
        requests[i].size.base !== 0;
      expect(requests.slice(0, -2).findIndex((_, i) => deadly(i))).toBe(-1);
      if (deadly(59) || deadly(58)) ends++;
    }
    expect(ends).toBeGreaterThan(20);
  });

  it('asks a region for sizes of which 32 bits keep only a little', () => {
    const generator = new ProgramGenerator(
      makePlan(termsOf(preset('rust-global-alloc'), givenRegion)),
    );
    const sizes = requestsFrom(generator, 400).filter(
      ({ kind, size }) => kind === RequestKind.alloc && size.base === QuantityBase.powerOfTwo + 32,
    );
    expect(sizes.length).toBeGreaterThan(0);
    for (const { size } of sizes) expect(size.offset).toBeLessThanOrEqual(4_096);
  });

  it('asks reallocarray for products that wrap', () => {
    const generator = new ProgramGenerator(makePlan(termsOf(preset('posix'), nativeMalloc)));
    const wrapped = requestsFrom(generator, 400).filter(
      ({ kind, size }) =>
        kind === RequestKind.reallocArray && size.base === QuantityBase.sizeMaxOverCount,
    );
    expect(wrapped.length).toBeGreaterThan(0);
    for (const { reference } of wrapped) expect(reference).toBeGreaterThanOrEqual(0);
  });

  it('draws lengths from a few requests to tens of thousands, mostly short', () => {
    const generator = new ProgramGenerator(makePlan(termsOf(preset('pool'), givenRegion)));
    const lengths = Array.from({ length: 4_000 }, (_, seed) => generator.lengthOf(seed, 9));
    expect(Math.min(...lengths)).toBeLessThan(12);
    expect(Math.max(...lengths)).toBeGreaterThan(10_000);
    expect(lengths.filter((length) => length <= 200).length).toBeGreaterThan(2_800);
  });
});
