import { expect, test } from 'vitest';
import type { Finding } from '../../dist/src/core/evidence.js';
import { propertyIds } from '../../dist/src/core/property-id.js';
import { parseContract } from '../../dist/src/contract/document/parse-contract.js';
import { allProperties, propertyOf } from '../../dist/properties/index.js';
import { property, rolesOf } from '../../dist/properties/property.js';

// Goal: what is known of a property stands in its record. What the compiler must refuse is written down
// with the comment that fails to compile as soon as the compiler takes it.

test('every id has one property, and none is left over', () => {
  expect(allProperties.map(({ id }) => id).sort()).toEqual([...propertyIds].sort());
  for (const [id, one] of Object.entries(propertyOf)) expect(one.id).toBe(id);
});

test('every property judges steps or trials, and names what a finding of it shows', () => {
  for (const { id, checkStep, checkTrial, evidence } of allProperties) {
    expect([id, checkStep ?? checkTrial]).not.toEqual([id, undefined]);
    expect([id, new Set(evidence).size]).toEqual([id, evidence.length]);
    expect([id, evidence.length]).not.toEqual([id, 0]);
  }
});

const words = { claim: '', formula: '', why: '', source: '', clause: () => 'requests' } as const;
const common = {
  ...words,
  id: 'no-fault',
  evidence: ['notAnAddress'],
  countedBy: 'judges',
} as const;
const broken = (): Finding<{ kind: 'notAnAddress' }> => ({
  property: 'no-fault',
  clause: 'requests',
  step: 1,
  evidence: { kind: 'notAnAddress' },
});

test('a record that forgets something does not compile', () => {
  const whole = property({ ...common, checkStep: broken, onceBroken: 'ends' });
  const forgetful = [
    // @ts-expect-error -- what a broken step leaves behind
    property({ ...common, checkStep: broken }),
    // @ts-expect-error -- which executions it needs
    property({ ...common, checkTrial: broken }),
    // @ts-expect-error -- who counts its checks
    property({ ...words, id: 'no-fault', evidence: [], checkTrial: () => 'holds', needs: [] }),
    // @ts-expect-error -- that a finding can show this
    property({ ...common, evidence: ['overlap'], checkStep: broken, onceBroken: 'ends' }),
  ];
  expect(forgetful).toHaveLength(4);
  expect(whole.evidence).toEqual(['notAnAddress']);
});

test.each([
  ['deterministic', {}, ['again']],
  ['full-reclaim', {}, ['calibrate', 'drained', 'counted', 'recounted']],
  ['bounded-growth', { growth: 'bounded' }, ['rounds']],
  ['bounded-growth', { growth: 'noBlowUp' }, []],
  ['failed-call-no-effect', { reclaims: 'everything' }, []],
  [
    'failed-call-no-effect',
    { reclaims: 'everything', deterministic: 'claimed' },
    ['beforeRefusal', 'afterRefusal'],
  ],
  [
    'failed-call-no-effect',
    { placement: { policy: 'bump' } },
    ['withoutRefused', 'beforeRefusal', 'afterRefusal'],
  ],
  ['no-overlap', {}, []],
] as const)('%s needs, under %o, the executions %o', (id, contract, roles) => {
  expect(rolesOf(propertyOf[id], parseContract(contract, 'a test'))).toEqual(roles);
});
