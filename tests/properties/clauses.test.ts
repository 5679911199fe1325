import { expect, test } from 'vitest';
import type { ContractInput } from '../../dist/src/contract/document/contract-schema.js';
import { parseContract } from '../../dist/src/contract/document/parse-contract.js';
import type { PropertyId } from '../../dist/src/core/property-id.js';
import type { SubjectDescription } from '../../dist/src/core/subject-description.js';
import { allProperties } from '../../dist/properties/index.js';

// Goal: a property applies where the contract claims it and the subject can show it, and nowhere else.

const everyRequest: ContractInput['requests'] = [
  ...(['alloc', 'allocZeroed', 'allocArray', 'realloc', 'resizeInPlace'] as const),
  ...(['dealloc', 'deallocNull', 'usable'] as const),
];

const subject: SubjectDescription = {
  name: 'made up',
  kind: 'module',
  locator: 'made-up.js',
  digest: '',
  symbols: [],
  abi: 'allocert-module',
  sizeBits: 53,
  kinds: [...everyRequest, 'fill', 'drain'],
  entryPoints: ['plain'],
  hasMemory: true,
  regionIsGiven: true,
  growable: false,
  footprintMeasured: true,
  suggestedContract: undefined,
};

/** It brings its memory along, and how long that may become can be set. */
const limited: Partial<SubjectDescription> = { regionIsGiven: false, growable: true };
/** The same where nobody knows how long. */
const mayGrow: Partial<SubjectDescription> = { ...limited, cannotLimit: 'imported' };

const bump: ContractInput['placement'] = { policy: 'bump' };

type Row = readonly [
  property: PropertyId,
  clause: string | undefined,
  contract: ContractInput,
  subject?: Partial<SubjectDescription>,
];

const rows: readonly Row[] = [
  ['null-on-exhaustion', 'refusal', {}],
  ['null-on-exhaustion', 'refusal', {}, mayGrow],
  ['null-on-exhaustion', 'refusal', {}, limited],
  ['null-on-exhaustion', 'refusal', { sizes: { abovePtrdiffMax: 'refused' } }, mayGrow],
  ['null-on-exhaustion', 'refusal', { sizes: { largest: 64, aboveLargest: 'refused' } }, mayGrow],
  ['zero-size', undefined, {}],
  ['zero-size', 'zeroSize', { zeroSize: 'dangling' }],
  ['alignment', 'alignment', {}],
  ['alignment', 'alignment', { alignment: { maximum: 2 } }],
  ['alignment', 'alignment', { alignment: { natural: 8, maximum: 8 } }],
  ['alignment', undefined, { alignment: { maximum: 1 } }],
  ['in-bounds', 'region', {}],
  ['no-overlap', 'requests', {}],
  ['realloc-preserves', undefined, {}],
  ['realloc-preserves', 'realloc', { requests: ['alloc', 'realloc'] }],
  ['realloc-preserves', 'realloc', { requests: ['alloc', 'resizeInPlace'] }],
  ['realloc-preserves', undefined, { requests: ['alloc', 'realloc'] }, { kinds: ['alloc'] }],
  ['zeroed', undefined, {}],
  ['zeroed', 'requests', { requests: ['alloc', 'allocZeroed'] }],
  ['zeroed', 'requests', { requests: ['alloc', 'allocArray'] }],
  ['zeroed', undefined, { requests: ['alloc', 'allocZeroed'] }, { hasMemory: false }],
  ['content-preserved', 'requests', {}],
  ['content-preserved', undefined, {}, { hasMemory: false }],
  ['outside-untouched', 'region', {}],
  ['outside-untouched', undefined, {}, { hasMemory: false }],
  ['outside-untouched', undefined, {}, { regionIsGiven: false }],
  ['usable-size', undefined, {}],
  ['usable-size', 'usableSize', { usableSize: 'atLeast', requests: ['alloc', 'usable'] }],
  [
    'usable-size',
    undefined,
    { usableSize: 'atLeast', requests: ['alloc', 'usable'] },
    { kinds: ['alloc'] },
  ],
  ['invalid-free', undefined, {}],
  ['invalid-free', 'free.null', { free: { null: 'ignored' }, requests: ['alloc', 'deallocNull'] }],
  [
    'invalid-free',
    'free.twice',
    { free: { twice: 'rejected' }, requests: ['alloc', 'dealloc', 'deallocInvalid'] },
    { kinds: ['alloc', 'dealloc', 'deallocInvalid'] },
  ],
  [
    'invalid-free',
    'free',
    {
      free: { null: 'ignored', twice: 'rejected' },
      requests: ['alloc', 'dealloc', 'deallocNull', 'deallocInvalid'],
    },
    { kinds: ['alloc', 'dealloc', 'deallocNull', 'deallocInvalid'] },
  ],
  [
    'invalid-free',
    'alignment.bad',
    { alignment: { bad: 'rejected' }, requests: ['alloc', 'badAlign'] },
    { kinds: ['alloc', 'badAlign'] },
  ],
  ['invalid-free', undefined, { alignment: { bad: 'rejected' }, requests: ['alloc', 'badAlign'] }],
  ['invalid-free', undefined, { extends: 'c17', requests: ['alloc', 'dealloc'] }],
  [
    'invalid-free',
    undefined,
    { free: { twice: 'rejected' }, requests: ['alloc', 'dealloc', 'deallocInvalid'] },
  ],
  ['failed-call-no-effect', 'refusal', {}],
  ['failed-call-no-effect', 'reclaims', { reclaims: 'everything' }],
  ['failed-call-no-effect', 'placement', { placement: bump }],
  ['placement', undefined, {}],
  ['placement', 'placement', { placement: bump }],
  ['reuse-after-free', undefined, {}],
  ['reuse-after-free', undefined, { reclaims: 'nothing' }],
  ['reuse-after-free', 'reuse', { reuse: 'sameLayout' }],
  ['reuse-after-free', undefined, { reclaims: 'everything' }],
  ['no-spurious-null', 'region.smallestUsefulBytes', {}],
  ['no-spurious-null', 'nulls', { nulls: 'exact', placement: bump }],
  [
    'no-spurious-null',
    'region.mayRefuseInit',
    { region: { smallestBytes: 1_024, sizeMultiple: 16, largestBytes: 4_096 } },
  ],
  [
    'no-spurious-null',
    undefined,
    {
      region: { smallestBytes: 1_024, sizeMultiple: 16, largestBytes: 4_096, mayRefuseInit: true },
    },
  ],
  ['no-spurious-null', undefined, {}, mayGrow],
  ['full-reclaim', undefined, { reuse: 'sameLayout' }],
  ['full-reclaim', 'reclaims', { reclaims: 'everything' }],
  ['bounded-growth', 'growth', {}],
  ['bounded-growth', undefined, { growth: 'unjudged' }],
  ['bounded-growth', undefined, {}, { footprintMeasured: false }],
  ['deterministic', undefined, {}],
  ['deterministic', 'deterministic', { deterministic: 'claimed' }],
  ['no-fault', 'requests', {}],
];

test.each(
  rows.map(([id, clause, contract, differences]) => ({ id, clause, contract, differences })),
)('$id rests on $clause under $contract $differences', ({ id, clause, contract, differences }) => {
  const property = allProperties.find((one) => one.id === id);
  const described = { ...subject, ...differences };
  expect(property?.clause(parseContract(contract, 'a test'), described)).toBe(clause);
});
