import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Contract } from '../../dist/src/contract/document/contract-schema.js';
import { termsOf } from '../../dist/src/contract/terms/terms.js';
import { whyUnlawful } from '../../dist/src/contract/requests/why-unlawful.js';
import type { SubjectDescription } from '../../dist/src/core/subject-description.js';
import { printProgram } from '../../dist/src/core/program-literal.js';
import type { Program } from '../../dist/src/core/program.js';
import { decodeWorld } from '../../dist/src/core/world.js';
import { makePlan, type GenerationPlan } from '../../dist/src/generate/generation-plan.js';
import { isLawful } from '../../dist/src/generate/lawful-program.js';
import { ProgramGenerator } from '../../dist/src/generate/program-generator.js';
import { shrinkProgram } from '../../dist/src/shrink/shrink-program.js';
import { anyContract, anySubject } from '../support/contract-arbitrary.js';
import { layoutsAsked, type LayoutAsked } from '../support/layouts-asked.js';

const planOf = (contract: Contract, subject: SubjectDescription): GenerationPlan =>
  makePlan(termsOf(contract, subject));

function generate(plan: GenerationPlan, seed: number, length: number): Program {
  const generator = new ProgramGenerator(plan);
  const words = new Int32Array(4 * length);
  generator.generateInto(seed, 0x5eed, length, words, 0);
  return { world: decodeWorld(generator.world.words, 0), words };
}

const reasonIn = (plan: GenerationPlan, program: Program): string => {
  const unlawful = whyUnlawful(plan, program);
  if (unlawful === undefined) return isLawful(plan, program) ? '' : printProgram(program);
  return `${unlawful.request}: ${unlawful.reason}: ${printProgram(program)}`;
};

const rounded = ({ size, align }: LayoutAsked): bigint => ((size + align - 1n) / align) * align;

describe('whatever a contract says', () => {
  it('no program is generated that it does not allow', () => {
    let nearest = 0;
    fc.assert(
      fc.property(anyContract, anySubject, fc.nat(10_000), (contract, subject, seed) => {
        const plan = planOf(contract, subject);
        const leavesLongOut = contract.sizes.abovePtrdiffMax === 'undefined';
        const most = 2n ** BigInt(subject.sizeBits - 1) - 1n;
        for (let more = 0; more < 6; more++) {
          const program = generate(plan, seed + more, 80);
          expect(reasonIn(plan, program)).toBe('');
          if (!leavesLongOut) continue;
          const layouts = layoutsAsked(contract, subject, program);
          expect(layouts.every((one) => rounded(one) <= most) || printProgram(program)).toBe(true);
          nearest += layouts.filter((one) => one.align > 1n && rounded(one) > most - 4_096n).length;
        }
      }),
      { numRuns: 150, seed: 8 },
    );
    // Sizes were asked that are not left out by little, with alignments.
    expect(nearest).toBeGreaterThan(20);
  });

  it('no candidate of the shrinker is run that it does not allow', async () => {
    await fc.assert(
      fc.asyncProperty(anyContract, anySubject, fc.nat(10_000), async (contract, subject, seed) => {
        const plan = planOf(contract, subject);
        const program = generate(plan, seed, 24);
        const reasons: string[] = [];
        // Fails as long as half of the words are there, so that every kind of move is tried.
        const fails = ({ words }: Program): boolean => words.length >= 12;
        const first = (candidates: readonly Program[]): Promise<number> => {
          reasons.push(...candidates.map((one) => reasonIn(plan, one)).filter((one) => one !== ''));
          return Promise.resolve(candidates.findIndex(fails));
        };
        await shrinkProgram(program, first, {
          isLawful: (one) => isLawful(plan, one),
          search: 300,
          enumerate: 100,
        });
        expect(reasons).toEqual([]);
      }),
      { numRuns: 15, seed: 8 },
    );
  });
});
