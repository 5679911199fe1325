import { describe, expect, test } from 'vitest';
import { parseContract } from '../../dist/src/contract/document/parse-contract.js';
import { messageOf } from './message-of.js';

const mistakes = (input: unknown): string =>
  messageOf(() => parseContract(input, 'allocator.json'));

describe('a document', () => {
  test('without a clause promises as little as can be promised', () => {
    const weakest = parseContract({}, 'allocator.json');
    expect(weakest.requests).toEqual(['alloc', 'dealloc']);
    expect(weakest).toMatchObject({
      name: 'unnamed',
      zeroSize: 'undefined',
      nulls: 'unjudged',
      reclaims: 'unjudged',
      deterministic: 'unjudged',
      usableSize: 'absent',
    });
    expect(weakest.placement).toBeUndefined();
    const { foreignWhere, ...answers } = weakest.free;
    expect(foreignWhere).toBe('anywhere');
    expect(Object.values(answers)).toEqual(Array(5).fill('undefined'));
  });

  test('is taken over from a preset by its name', () => {
    expect(parseContract('pool', '--contract')).toEqual(
      parseContract({ extends: 'pool' }, 'allocator.json'),
    );
  });

  test('merges objects and replaces lists', () => {
    const contract = parseContract(
      { extends: 'first-fit', requests: ['alloc', 'dealloc'], placement: { granuleBytes: 64 } },
      'allocator.json',
    );
    expect(contract.requests).toEqual(['alloc', 'dealloc']);
    expect(contract.placement).toMatchObject({ policy: 'first-fit', granuleBytes: 64 });
    expect(contract.region.largestBytes).toBe(4_096);
  });

  test('takes over through a chain of presets', () => {
    const contract = parseContract({ extends: 'malloc-lab-strict' }, 'allocator.json');
    expect(contract.alignment.natural).toBe(8);
    expect(contract.free.null).toBe('ignored');
  });

  test('that changes a preset does not go by its name', () => {
    expect(parseContract({ extends: 'c17', zeroSize: 'null' }, '').name).toBe('c17, changed');
    expect(parseContract({ extends: 'c17', name: 'mine' }, '').name).toBe('mine');
    expect(parseContract({ $schema: 'contract.schema.json', extends: 'c17' }, '').name).toBe('c17');
  });

  test('that says reclaims: "sameLayout", as older ones do, claims the pair and no more', () => {
    const older = { extends: 'first-fit', reuse: undefined, reclaims: 'sameLayout' };
    expect(parseContract(older, '')).toMatchObject({ reuse: 'sameLayout', reclaims: 'unjudged' });
    expect(parseContract({ reclaims: 'sameLayout' }, '').reuse).toBe('sameLayout');
    expect(parseContract({ reclaims: 'everything' }, '').reuse).toBe('unjudged');
  });

  test('that gives undefined for a clause leaves it to the preset', () => {
    expect(parseContract({ extends: 'c17', zeroSize: undefined }, '').zeroSize).toBe(
      'nullOrUnique',
    );
  });
});

describe('a mistake of shape', () => {
  test('in a key names the path, the nearest key and those that are known', () => {
    expect(mistakes({ alignment: { natrual: 8 } })).toMatchSnapshot();
  });

  test('in a value names what was found, the nearest value and those that are allowed', () => {
    expect(mistakes({ zeroSize: 'nul' })).toMatchSnapshot();
  });

  test('in a number says its bounds', () => {
    expect(mistakes({ sizes: { smallest: 0.5 } })).toMatchSnapshot();
  });

  test('in an alignment says that it is a power of two', () => {
    expect(mistakes({ alignment: { natural: 24 } })).toMatchSnapshot();
  });

  test('in a list names the place', () => {
    expect(mistakes({ requests: ['alloc', 'fill'] })).toMatchSnapshot();
  });

  test('in a bound of a request kind names the kind', () => {
    expect(mistakes({ sizes: { byKind: { reallok: { smallest: 1 } } } })).toMatchSnapshot();
  });

  test('in a part that is missing says so', () => {
    expect(mistakes({ placement: { granuleBytes: 16 } })).toMatchSnapshot();
  });

  test('in a union lists every form', () => {
    expect(
      mistakes({ gap: { granuleBytes: 8, overheadBytes: 8, rounding: { tlsf: 0 } } }),
    ).toMatchSnapshot();
  });

  test('in a truth value or a text says which are allowed', () => {
    expect(mistakes({ name: 7, region: { mayRefuseInit: 'yes' } })).toMatchSnapshot();
  });

  test('in the place of an object names its keys', () => {
    expect(mistakes({ free: null, realloc: [] })).toMatchSnapshot();
  });

  test('shows the beginning of a long value', () => {
    expect(mistakes({ refusal: 'x'.repeat(100) })).toMatchSnapshot();
  });

  test('is found in a key that JavaScript treats in its own way', () => {
    const hostile: unknown = JSON.parse('{"__proto__": {"name": "x"}, "constructor": 1}');
    expect(mistakes(hostile)).toContain('__proto__: no such key.');
    expect(mistakes(hostile)).toContain('constructor: no such key.');
  });

  test('does not hide the others', () => {
    expect(mistakes({ refusal: 'trapp', growth: 3, foo: 1 }).split('\n')).toHaveLength(4);
  });

  test('in a value that JSON does not have is printed all the same', () => {
    expect(mistakes({ fillLimitBytes: 5n })).toContain('fillLimitBytes: got 5n.');
    expect(mistakes({ refusal: () => 1 })).toContain('refusal: got () => 1.');
  });
});

describe('a preset', () => {
  test('that is unknown is answered with the nearest and with all', () => {
    expect(mistakes('posx')).toMatchSnapshot();
  });

  test('that is unknown in a document is a mistake of the document', () => {
    expect(mistakes({ extends: 'toString' })).toMatchSnapshot();
  });
});

test.each([[17], [null], [['alloc']], [undefined]])('%j is no contract', (input) => {
  expect(mistakes(input)).toMatch(/a contract is an object, or the name of a preset; got /);
});
