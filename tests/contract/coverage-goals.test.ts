import { describe, expect, test } from 'vitest';
import { coverageGoals, type CoverageGoals } from '../../dist/src/contract/goals/coverage-goals.js';
import { parseContract, preset } from '../../dist/src/contract/document/parse-contract.js';
import { presetNames } from '../../dist/src/contract/presets/index.js';
import { describeSubject, glibc, sqlJs } from './describe-subject.js';

const ids = ({ goals }: CoverageGoals): string[] => goals.map(({ id }) => id);
const reason = ({ leftOut }: CoverageGoals, goal: string): string | undefined =>
  leftOut.find(({ id }) => id === goal)?.because;

test.each(presetNames)(
  '%s: each goal stands once, with a need, or is left out with a reason',
  (name) => {
    for (const subject of [describeSubject(), glibc, sqlJs]) {
      const { goals, leftOut } = coverageGoals(preset(name), subject);
      const all = [...goals, ...leftOut].map(({ id }) => id);
      expect(new Set(all).size).toBe(all.length);
      for (const { need, what } of goals)
        expect([need > 0 && need <= 16, what.length > 5]).toEqual([true, true]);
      for (const { because } of leftOut) expect(because).toMatch(/\w/);
    }
  },
);

test('the goals of the reference allocators are known', () => {
  const first = describeSubject({
    kinds: ['alloc', 'dealloc', 'deallocNull', 'deallocInvalid', 'reset'],
  });
  expect(ids(coverageGoals(preset('first-fit'), first))).toMatchSnapshot('first-fit');
  expect(ids(coverageGoals(preset('bump'), first))).toMatchSnapshot('bump');
});

test('the goals of glibc and of sql.js are known', () => {
  const known = (name: 'posix' | 'c17', subject: typeof glibc) => {
    const { goals, leftOut } = coverageGoals(preset(name), subject);
    return { goals: goals.map(({ id, need, what }) => ({ id, need, what })), leftOut };
  };
  expect(known('posix', glibc)).toMatchSnapshot('glibc');
  expect(known('c17', sqlJs)).toMatchSnapshot('sql.js');
});

describe('a goal is left out', () => {
  test('where the subject has no such call', () => {
    const goals = coverageGoals(preset('c17'), sqlJs);
    expect(reason(goals, 'answered.realloc')).toBe('the subject has no such call');
    expect(reason(goals, 'entry.aligned_alloc')).toBe('the subject has no such function');
    expect(reason(goals, 'realloc.grow')).toBe('there is no realloc');
  });

  test('for alignments that no request carries, or that no region holds', () => {
    expect(reason(coverageGoals(preset('c17'), sqlJs), 'align.16')).toMatch(/carry no alignment/);
    const document = { region: { smallestBytes: 64, largestBytes: 64, sizeMultiple: 64 } };
    const small = coverageGoals(parseContract(document, ''), describeSubject());
    expect(ids(small)).toContain('align.32');
    expect(reason(small, 'align.64')).toBe('it hardly fits the largest region');
  });

  test('for alignments below a pointer where posix_memalign and aligned_alloc alone take any', () => {
    const tbb = { ...glibc, entryPoints: ['malloc', 'posix_memalign'] as const };
    const goals = coverageGoals(preset('posix'), tbb);
    expect(reason(goals, 'align.4')).toMatch(/below the size of a pointer/);
    expect(ids(goals)).toContain('align.8');
    expect(reason(coverageGoals(preset('posix'), glibc), 'align.4')).toMatch(
      /aligned_alloc need not/,
    );
  });

  test('for sizes that are unlawful or do not fit', () => {
    const goals = coverageGoals(preset('first-fit'), describeSubject());
    expect(reason(goals, 'size.large')).toBe('it hardly fits the largest region');
    const lab = coverageGoals(preset('malloc-lab'), glibc);
    expect(reason(lab, 'size.zero')).toBe('the contract leaves size 0 undefined');
    expect(reason(lab, 'size.impossible')).toBe(
      'sizes above 1048576 are undefined, and memory may be longer',
    );
  });

  test('for exhaustion where nothing can limit the region', () => {
    const unlimited = { cannotLimit: 'nothing here can limit it' };
    const command = describeSubject({ ...unlimited, growable: true, regionIsGiven: false });
    expect(reason(coverageGoals(preset('c17'), command), 'exhausted')).toMatch(/nothing here can/);
    const fixed = describeSubject({ growable: false, regionIsGiven: false });
    expect(reason(coverageGoals(preset('c17'), fixed), 'exhausted')).toMatch(/own affair/);
    expect(ids(coverageGoals(preset('c17'), glibc))).toContain('exhausted');
  });

  test('for coalescing where nothing is taken back', () => {
    expect(reason(coverageGoals(preset('bump'), describeSubject()), 'coalesce.both')).toBe(
      'freed memory is never taken back',
    );
  });

  test('for worlds that the contract or the subject rules out', () => {
    const goals = coverageGoals(preset('rust-global-alloc'), describeSubject());
    expect(reason(goals, 'world.noise')).toBe('fresh regions are zero by contract');
    expect(reason(goals, 'world.oddLength')).toBe('no such length is lawful');
    expect(reason(goals, 'world.unalignedBase')).toBe('no such base is lawful');
    expect(reason(coverageGoals(preset('c17'), glibc), 'world.noise')).toMatch(/own region/);
    const offsets = coverageGoals(preset('pool'), describeSubject({ hasMemory: false }));
    expect(reason(offsets, 'contents.full')).toMatch(/no bytes/);
  });
});

test('little is asked of a fixed region whose length is not known beforehand', () => {
  const own = describeSubject({ regionIsGiven: false });
  const goals = coverageGoals(preset('rust-global-alloc'), own);
  expect(reason(goals, 'size.page')).toBe('it hardly fits the largest region');
  expect(reason(goals, 'align.1024')).toBe('it hardly fits the largest region');
  expect(ids(goals)).toEqual(expect.arrayContaining(['size.small', 'align.512', 'live.16']));
});

test('as many blocks are wanted live as half of the largest region holds', () => {
  const blocks = (granuleBytes: number) => {
    const contract = parseContract({ extends: 'first-fit', placement: { granuleBytes } }, '');
    return ids(coverageGoals(contract, describeSubject())).filter((id) => id.startsWith('live.'));
  };
  expect([blocks(16), blocks(256), blocks(512)]).toEqual([['live.16'], ['live.8'], ['live.4']]);
});
