import { describe, expect, test } from 'vitest';
import type { ContractInput } from '../../dist/src/contract/document/contract-schema.js';
import { parseContract } from '../../dist/src/contract/document/parse-contract.js';
import { termsOf } from '../../dist/src/contract/terms/terms.js';
import { whyUnlawful } from '../../dist/src/contract/requests/why-unlawful.js';
import { parseProgram } from '../../dist/src/core/parse-program-literal.js';
import type { SubjectDescription } from '../../dist/src/core/subject-description.js';
import { describeSubject } from './describe-subject.js';

function reason(
  contract: ContractInput,
  text: string,
  subject: Partial<SubjectDescription> = {},
): string | undefined {
  const parsed = parseContract({ extends: 'pool', ...contract }, 'a test');
  const terms = termsOf(parsed, describeSubject(subject));
  return whyUnlawful(terms, parseProgram(`allocert/1 ${text}`))?.reason;
}

const resizing: ContractInput = {
  requests: ['alloc', 'dealloc', 'realloc', 'resizeInPlace'],
};

describe('a world that the contract leaves undefined is told:', () => {
  test.each([
    ['{region=1024 base=+1} A=alloc(8)', { baseAlign: 16 }, /base \+1, .*region\.baseAlign/],
    ['{region=1024 base=+1} A=alloc(8)', { baseAlign: 1 }, undefined],
    ['{region=512} A=alloc(8)', { smallestBytes: 1_024 }, /512 bytes, .*region\.smallestBytes/],
    ['{region=1025} A=alloc(8)', { sizeMultiple: 8 }, /1025 bytes, .*region\.sizeMultiple/],
    ['{region=1024 fill=noise:1} A=alloc(8)', { freshBytes: 'zero' }, /region\.freshBytes/],
    ['A=alloc(8)', {}, undefined],
  ] as const)('%s', (text, region, expected) => {
    const told = reason({ region: { smallestBytes: 1_024, ...region } }, text);
    if (expected === undefined) expect(told).toBeUndefined();
    else expect(told).toMatch(expected);
  });

  test('a limit that nobody can set, and a region longer than the subject takes', () => {
    const own = { regionIsGiven: false, growable: true, cannotLimit: 'nothing can' };
    expect(reason({}, '{limit=4096} A=alloc(8)', own)).toMatch(/limit/);
    expect(reason({}, '{region=4096} A=alloc(8)', { regionBytes: 2_048 })).toMatch(/2048 at most/);
  });
});

describe('a size that may come to be undefined is told, be it a symbol:', () => {
  const sizes = { smallest: 8, largest: 64, byKind: { realloc: { largest: 32 } } };
  test.each([
    ['A=alloc(64)', undefined],
    ['A=alloc(65)', /sizes/],
    ['A=alloc(7)', /sizes/],
    ['A=alloc(SIZE_MAX)', /sizes/],
    ['A=alloc(region)', /sizes/],
    ['A=alloc(remaining+8)', /sizes/],
    ['A=alloc(2^5)', undefined],
    ['A=alloc(8) realloc(A,32)', undefined],
    ['A=alloc(8) realloc(A,33)', /sizes/],
    ['A=alloc(8) realloc(A,2^40)', /sizes/],
    ['fill(64,1,4)', undefined],
    ['fill(65,1,4)', /sizes/],
  ] as const)('%s', (text, expected) => {
    const told = reason({ ...resizing, sizes }, `{region=1024} ${text}`);
    if (expected === undefined) expect(told).toBeUndefined();
    else expect(told).toMatch(expected);
  });

  test('between the ends of what may remain, too', () => {
    const text = '{region=1024} A=alloc(remaining)';
    const zero: ContractInput = { zeroSize: 'unique', sizes: { smallest: 8 } };
    expect(reason(zero, text)).toMatch(/sizes/);
    expect(
      reason({ ...zero, sizes: { smallest: 8, belowSmallest: 'refused' } }, text),
    ).toBeUndefined();
  });
});

describe('a block that may have size 0', () => {
  const zero: ContractInput = { ...resizing, zeroSize: 'unique' };
  test.each(['A=alloc(0) realloc(A,8)', 'A=alloc(remaining) resizeInPlace(A,8)'])(
    'is resized only where the contract says so: %s',
    (text) => {
      expect(reason(zero, `{region=1024} ${text}`)).toMatch(/realloc\.ofZeroSize/);
      const may: ContractInput = { ...zero, realloc: { ofZeroSize: true } };
      expect(reason(may, `{region=1024} ${text}`)).toBeUndefined();
    },
  );
});

test('realloc.smallest bounds what is put to resizeInPlace, too', () => {
  const contract: ContractInput = { ...resizing, realloc: { smallest: 16 } };
  expect(reason(contract, '{region=1024} A=alloc(8) resizeInPlace(A,15)')).toMatch(/sizes/);
  expect(reason(contract, '{region=1024} A=alloc(8) resizeInPlace(A,16)')).toBeUndefined();
});

describe('an alignment', () => {
  test.each([
    ['A=alloc(8,64)', undefined],
    ['A=alloc(8,128)', /64 is the largest \(alignment\.maximum\)/],
    ['A=allocArray(2,8) free(A)', undefined],
    ['A=alloc(8) realloc(A,16,32)', /realloc\.newAlignment/],
  ] as const)('%s', (text, expected) => {
    const requests: ContractInput['requests'] = ['alloc', 'allocArray', 'dealloc', 'realloc'];
    const told = reason({ requests }, `{region=1024} ${text}`);
    if (expected === undefined) expect(told).toBeUndefined();
    else expect(told).toMatch(expected);
  });
});
