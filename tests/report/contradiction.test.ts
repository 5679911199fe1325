import { describe, expect, test } from 'vitest';
import { contradictionOf } from '../../dist/src/report/human/contradiction.js';
import { makeScene } from '../../dist/src/report/human/scene.js';
import { proseText } from '../../dist/src/report/human/prose/say.js';
import type { PropertyId } from '../../dist/src/core/property-id.js';
import type { Evidence } from '../../dist/src/core/evidence.js';
import {
  BASE,
  REGION,
  death,
  execution,
  finding,
  granted,
  holder,
  overlapEvidence,
  overlapping,
} from './report-fixture.js';
import { samples } from './evidence-samples.js';

/** What a reader must find in the text, whatever its wording: the facts of the evidence. */
const facts: { readonly [Kind in Evidence['kind']]: readonly string[] } = {
  misaligned: ['C', 'multiple of 16', '24', '0x10018', 'leaves 8'],
  outOfRegion: ['C', '[0, 1024)', '[1016, 1032)', '8 bytes behind the region'],
  notUsableMemory: ['C', '[24, 40)', 'written to', 'outside of its memory'],
  notAnAddress: ['step 3', 'neither'],
  overlap: ['C owns [24, 40)', 'A is live, granted at step 1', '[0, 32)', 'Both own [24, 32)'],
  damage: ['A holds', '2 bytes between 30 and 31 of A', '1f c0', '00 01', 'step 2, B = alloc(32)'],
  zeroSizeAnswer: ['size 0', 'nothing else live has', 'granted it at 0', 'A is live'],
  impossibleGrant: ['2^32 - 1 bytes', '960 bytes of the region', 'granted it at 24'],
  impossibleFault: ['2^31 bytes', 'refused', 'memory access out of bounds'],
  spuriousRefusal: [
    '64 bytes at alignment 8',
    '64 bytes of 1,024 bytes are live',
    '[64, 1024)',
    'refused it',
  ],
  notReused: ['A, freed at step 2', '32 bytes', 'refused'],
  notReclaimed: ['1,008 bytes', 'not whole again'],
  fewerGrants: ['64 bytes 16 times', '15 times', '1 fewer'],
  refusalChangedCapacity: ['step 2 was refused', '900 bytes'],
  refusalError: ['was refused, and errno stayed 0'],
  blowUp: ['17,825,792 bytes', '2^31 bytes'],
  leak: ['64 rounds', '65,536 bytes', '4,194,304 bytes', '1,179,648 bytes'],
  differs: ['another fresh region', 'offset 24', 'offset 32'],
  misplaced: ['policy grants it at 64', 'granted it at 24'],
  usableTooSmall: ['32 bytes requested for A', '24 bytes'],
  usableOverlap: ['A may use [0, 40)', 'B is live and owns [32, 64)'],
  invalidFreeAnswer: ['second free', 'rejected', 'accepted it'],
  notInPlace: ['A keeps its address 0', 'moved A to 64'],
  fault: ['lawful', 'a signal (number 11)'],
};

describe('the contradiction in evidence of kind', () => {
  for (const kind of Object.keys(samples) as Evidence['kind'][]) {
    test(`${kind} names its facts`, () => {
      const { then, however } = tell(samples[kind]);
      for (const fact of facts[kind]) expect(`${then} ${however}`).toContain(fact);
    });
    test(`${kind} reads as before`, () => {
      expect(tell(samples[kind])).toMatchSnapshot();
    });
  }
});

describe('damage', () => {
  const damage = samples.damage;

  test('outside of the region is counted from its base', () => {
    const { then, however, picture } = tell({
      ...damage,
      damage: {
        ...damage.damage,
        aspect: 'outside',
        allocation: undefined,
        firstOffset: -2n,
        lastOffset: -1n,
      },
      victim: undefined,
      blamedStep: undefined,
    });
    expect(then).toContain('around the region');
    expect(however).toContain('between -2 and -1 (from the region base)');
    expect(picture.at(-1)?.range).toEqual({ start: BASE - 2n, end: BASE });
  });

  test('without a blamed step says only when it was seen', () => {
    const { however } = tell({ ...damage, blamedStep: undefined });
    expect(however).toContain('Seen after step 3');
    expect(however).not.toContain('was done by');
  });

  test('under realloc-preserves tells of the refused realloc', () => {
    const { then } = tell(damage, 'realloc-preserves');
    expect(then).toContain('realloc of A was refused');
  });

  for (const [aspect, promise] of [
    ['zeroed', 'is zero'],
    ['reallocKept', 'held before'],
  ] as const) {
    test(`of aspect ${aspect} names that promise`, () => {
      expect(tell({ ...damage, damage: { ...damage.damage, aspect } }).then).toContain(promise);
    });
  }
});

test('a wrong answer of posix_memalign names both errors', () => {
  const { then, however } = tell({
    ...{ kind: 'refusalError', channel: 'answer', expected: 'EINVAL', seen: 'ENOMEM' },
  });
  expect(then).toBe('posix_memalign answers a refusal with EINVAL, since the alignment is bad.');
  expect(however).toContain('the answer was ENOMEM');
});

test('a range before and behind the region tells both ends', () => {
  const { however } = tell({ kind: 'outOfRegion', grant: holder(3, -8n, 1030n), region: REGION });
  expect(however).toContain('8 bytes before the region and 6 bytes behind the region');
});

test('usable bytes outside of the region are told as such', () => {
  const { however } = tell({
    kind: 'usableOverlap',
    holder: holder(1, 0n, 2000n),
    other: undefined,
  });
  expect(however).toContain('outside the region [0, 1024)');
});

test('a refusal that the placement policy grants names the policy', () => {
  const { then, picture } = tell({ ...samples.spuriousRefusal, level: 'exact', gap: undefined });
  expect(then).toContain('placement policy');
  expect(picture).toEqual([]);
});

test('blocks of a fill are named by their number', () => {
  const main = execution('allocert/1 {region=1024} fill(16,1,4)', [granted(0n)]);
  const scene = makeScene(finding('no-overlap', overlapEvidence, 1), main);
  expect(scene.name(1)).toBe('fill.1');
});

test('a hang is told as not returning', () => {
  const { however } = tell({ kind: 'fault', request: 'alloc', death: { ...death, fault: 'hang' } });
  expect(however).toBe('step 3 did not return (a hang).');
});

test('the ends of a picture are offsets a little beyond the region, and hex digits far from it', () => {
  const scene = makeScene(finding('in-bounds', overlapEvidence), overlapping);
  expect([scene.edge(BASE + 1100n), scene.edge(BASE - 8n)]).toEqual(['1100', '-8']);
  expect(scene.edge(BASE + (1n << 30n))).toBe('0x0000000040010000');
});

test('an address outside of the region is told in sixteen hex digits', () => {
  const scene = makeScene(finding('in-bounds', overlapEvidence), overlapping);
  expect(scene.address(BASE + 2000n)).toBe('0x00000000000107d0');
  expect(scene.range({ start: 8n, end: 24n })).toBe('[0x0000000000000008, +16)');
});

interface Told {
  readonly then: string;
  readonly however: string;
  readonly picture: ReturnType<typeof contradictionOf>['picture'];
}

const tell = (evidence: Evidence, property: PropertyId = 'no-overlap'): Told => {
  const scene = makeScene(finding(property, evidence), overlapping);
  const { then, however, ...seen } = contradictionOf(evidence, scene);
  return { ...seen, then: proseText(then), however: proseText(however) };
};
