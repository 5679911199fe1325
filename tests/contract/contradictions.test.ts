import { describe, expect, test } from 'vitest';
import { parseContract } from '../../dist/src/contract/document/parse-contract.js';
import { messageOf } from './message-of.js';

// Goal: every impossible combination is refused with a sentence that says what to change, and no
// other mistake beside it. Method: one document for each rule, its sentence whole.

const rules = [
  ['nothing to ask', { requests: ['dealloc'] }],
  ['a kind twice', { requests: ['alloc', 'alloc'] }],
  ['free of null without a law', { requests: ['alloc', 'deallocNull'] }],
  ['invalid frees without a law', { requests: ['alloc', 'dealloc', 'deallocInvalid'] }],
  [
    'invalid frees without dealloc',
    { requests: ['alloc', 'deallocInvalid'], free: { twice: 'rejected' } },
  ],
  ['bad alignments without a law', { requests: ['alloc', 'badAlign'] }],
  ['usable sizes without a law', { requests: ['alloc', 'usable'] }],
  ['growth without a granule', { requests: ['alloc', 'resize'] }],
  ['extension into nothing', { requests: ['alloc', 'extend'], region: { growGranuleBytes: 1 } }],
  ['a claim about free(null) never asked', { free: { null: 'ignored' } }],
  ['a claim about double frees never asked', { free: { twice: 'rejected' } }],
  ['a claim about bad alignments never asked', { alignment: { bad: 'rejected' } }],
  ['a claim about realloc never asked', { realloc: { inPlaceOnly: true } }],
  ['a claim about usable sizes never asked', { usableSize: 'atLeast' }],
  ['a gap that is not used', { gap: { granuleBytes: 8, overheadBytes: 8 } }],
  ['no lawful size', { sizes: { smallest: 64, largest: 32 } }],
  ['no size above any', { sizes: { aboveLargest: 'refused' } }],
  ['bounds of a kind that is not asked', { sizes: { byKind: { realloc: { smallest: 8 } } } }],
  ['no lawful size of a kind', { sizes: { byKind: { alloc: { smallest: 8, largest: 4 } } } }],
  ['a null beside a trap', { refusal: 'trap', zeroSize: 'nullOrUnique' }],
  [
    'a null of realloc beside a trap',
    { requests: ['alloc', 'realloc'], refusal: 'trap', realloc: { toZero: 'free' } },
  ],
  ['errors that cannot refuse', { refusalErrors: ['out of memory'] }],
  ['exact refusals without a model', { nulls: 'exact' }],
  ['gaps without their arithmetic', { nulls: 'gap' }],
  ['more natural alignment than can be asked', { alignment: { natural: 128 } }],
  ['no lawful length', { region: { smallestBytes: 2_097_152 } }],
  ['a smallest length that is no multiple', { region: { smallestBytes: 1_000 } }],
  ['a largest length that is no multiple', { region: { largestBytes: 100_000 } }],
  ['empty metadata', { region: { metadata: [{ start: 8, end: 8 }] } }],
  ['metadata outside the region', { region: { metadata: [{ start: 0, end: 65_537 }] } }],
  ['a bitmap in a bump allocator', { placement: { policy: 'bump', dataStart: 'bitmap' } }],
  ['half a bitmap', { placement: { policy: 'first-fit', dataEnd: 'bitmap' } }],
  ['data behind the region', { placement: { policy: 'bump', dataStart: 65_536 } }],
  ['data that ends behind the region', { placement: { policy: 'bump', dataEnd: 65_537 } }],
  ['no data', { placement: { policy: 'bump', dataStart: 16, dataEnd: 16 } }],
  [
    'more natural alignment than blocks have',
    {
      placement: { policy: 'first-fit', granuleBytes: 16, alignsTo: 'granule' },
      alignment: { natural: 32, maximum: 32 },
    },
  ],
  [
    'alignments asked of blocks that have none',
    { placement: { policy: 'first-fit', granuleBytes: 16, alignsTo: 'granule' } },
  ],
  ['reclaim without free', { requests: ['alloc'], reclaims: 'everything' }],
  ['reclaim by a bump allocator', { reclaims: 'everything', placement: { policy: 'bump' } }],
  ['reuse without free', { requests: ['alloc'], reuse: 'sameLayout' }],
  ['reuse by a bump allocator', { reuse: 'sameLayout', placement: { policy: 'bump' } }],
  ['reuse without reclaim', { reclaims: 'nothing', reuse: 'sameLayout' }],
  ['bounded growth without reclaim', { reclaims: 'nothing', growth: 'bounded' }],
] as const;

test.each(rules)('%s is refused', (name, document) => {
  const message = messageOf(() => parseContract(document, 'allocator.json'));
  expect(message).toMatchSnapshot(name);
});

describe('a claim that is out of use', () => {
  test('is no mistake where a preset made it', () => {
    const contract = parseContract({ extends: 'first-fit', requests: ['alloc', 'dealloc'] }, '');
    expect(contract.free.twice).toBe('rejected');
  });

  test('is no mistake where it claims nothing', () => {
    const document = { free: { null: 'undefined' }, realloc: { inPlaceOnly: false } };
    expect(parseContract(document, '').free.null).toBe('undefined');
  });
});

test('all contradictions are told at once', () => {
  const document = { nulls: 'exact', sizes: { aboveLargest: 'refused' }, reclaims: 'nothing' };
  const message = messageOf(() => parseContract({ ...document, growth: 'bounded' }, 'a.json'));
  expect(message).toMatch(/^a\.json: 3 mistakes in the contract\.\n/);
});
