import { describe, expect, it } from 'vitest';
import { termsOf } from '../../dist/src/contract/terms/terms.js';
import { preset } from '../../dist/src/contract/document/parse-contract.js';
import { requestKindNames } from '../../dist/src/core/request-kind.js';
import { requestCount, type Program } from '../../dist/src/core/program.js';
import type { SubjectDescription } from '../../dist/src/core/subject-description.js';
import { decodeWorld } from '../../dist/src/core/world.js';
import { makePlan } from '../../dist/src/generate/generation-plan.js';
import { isLawful } from '../../dist/src/generate/lawful-program.js';
import { ProgramGenerator } from '../../dist/src/generate/program-generator.js';
import { shrinkProgram, type ShrunkProgram } from '../../dist/src/shrink/shrink-program.js';
import { breaks, fewestRequests, type PlantedBug } from './buggy-first-fit.js';

const subject: SubjectDescription = {
  name: 'planted',
  kind: 'module',
  locator: 'planted',
  digest: '',
  symbols: [],
  abi: 'allocert-module',
  sizeBits: 53,
  kinds: requestKindNames.filter((kind) =>
    ['alloc', 'allocZeroed', 'realloc', 'dealloc'].includes(kind),
  ),
  entryPoints: [],
  hasMemory: true,
  regionIsGiven: true,
  growable: false,
  footprintMeasured: false,
  suggestedContract: undefined,
};
const contract = preset('pool');
const plan = makePlan({ ...termsOf(contract, subject), maxAlign: 128 });
const generator = new ProgramGenerator(plan);
const SEEDS = 20;

/** The first generated program of up to 100 requests that shows the bug. */
function failingProgram(bug: PlantedBug, seed: number): Program {
  for (let attempt = 0; attempt < 20_000; attempt++) {
    const words = new Int32Array(4 * 100);
    generator.generateInto(seed, attempt, 100, words, 0);
    const program = { world: decodeWorld(generator.world.words, 0), words };
    if (breaks(bug, program)) return program;
  }
  throw new Error(`no program shows ${bug}`);
}

const shrink = (bug: PlantedBug, program: Program): Promise<ShrunkProgram> =>
  shrinkProgram(
    program,
    (candidates) => Promise.resolve(candidates.findIndex((candidate) => breaks(bug, candidate))),
    {
      isLawful: (candidate) => isLawful(plan, candidate),
      // No program of fewer blocks shows this one, and the search finds it without the enumeration.
      ...(bug === 'thirteenth' ? { enumerate: 2_000 } : {}),
    },
  );

// Goal: witnesses are the shortest there are, not merely short. Method: one bug at a time planted
// into a small allocator, twenty failing programs of a hundred requests each, and the number of
// requests of the shortest witness, known from enumerating all programs.
describe('shrinking', () => {
  it.each(Object.entries(fewestRequests) as [keyof typeof fewestRequests, number][])(
    '%s is shrunk to %i requests from at least 19 of 20 programs',
    async (bug, fewest) => {
      const lengths: number[] = [];
      for (let seed = 0; seed < SEEDS; seed++) {
        const { program } = await shrink(bug, failingProgram(bug, seed));
        expect(breaks(bug, program)).toBe(true);
        lengths.push(requestCount(program));
      }
      expect(Math.min(...lengths)).toBe(fewest);
      expect(lengths.filter((length) => length === fewest).length).toBeGreaterThanOrEqual(19);
    },
  );
});
