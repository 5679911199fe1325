import { env } from 'node:process';
import { describe, expect, test } from 'vitest';
import { chooseContract } from '../../dist/src/contract/choose-contract.js';
import type { ContractInput } from '../../dist/src/contract/document/contract-schema.js';
import { presetNames } from '../../dist/src/contract/presets/index.js';
import { exercise } from '../support/exercise.js';
import { idealCases, type IdealCase } from '../support/ideal-cases.js';
import { idealSubject } from '../support/ideal-subject.js';

/*
 * Goal: no correct allocator ends in doubt by structure. Method: an allocator without a fault, behind each
 * kind of adapter and under each preset, its sizes bounded or not, gets programs of its own plan; each
 * property that is claimed and each goal is then reached, or was known beforehand to be out of reach, with
 * the reason. All pairs of a preset and a subject are walked where ALLOCERT_TEST_SEEDS asks for patience;
 * otherwise each subject meets each bound and each preset several subjects.
 */

const bounds: Readonly<Record<string, ContractInput['sizes']>> = {
  any: {},
  '16': { largest: 16 },
  '4,096': { largest: 4_096 },
  '4,096, more is refused': { largest: 4_096, aboveLargest: 'refused' },
  '1 MiB, more is refused': { largest: 1_048_576, aboveLargest: 'refused' },
  '4 GiB': { largest: 2 ** 32 },
  '4 GiB, more is refused': { largest: 2 ** 32, aboveLargest: 'refused' },
};

// Exact placement is claimed of regions whose every byte is the allocator's.
const isExact = (name: string): boolean => name === 'bump' || name === 'first-fit';
const others = presetNames.filter((name) => !isExact(name));
const isWholeWalk = env['ALLOCERT_TEST_SEEDS'] !== undefined;

type Row = readonly [subject: string, preset: string, bound: string, ideal: IdealCase];

const rows = idealCases.flatMap((ideal, at): Row[] => {
  const names =
    ideal.description.regionIsGiven && !ideal.description.growable ? presetNames : others;
  return Object.keys(bounds).flatMap((bound, column) => {
    const met = isWholeWalk ? names : [names[(5 * at + 3 * column) % names.length]];
    return met
      .filter((name) => bound === 'any' || !isExact(name))
      .map((name): Row => [ideal.name, name, bound, ideal]);
  });
});

describe('a plan exercises all that is waited for', () => {
  test.each(rows)('%s, %s, sizes up to %s', async (_subject, preset, bound, ideal) => {
    const { description, memory } = ideal;
    const input = bound === 'any' ? preset : { extends: preset, sizes: bounds[bound] };
    const { contract } = await chooseContract(description, {
      contract: { input, where: 'a test' },
    });
    const { left, known } = await exercise(idealSubject(contract, description, memory), contract);
    expect(left).toEqual({ properties: [], goals: [], broken: [] });
    for (const { because } of known) expect(because).toMatch(/\w/);
  });
});
