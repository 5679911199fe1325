import { describe, expect, test } from 'vitest';
import { termsOf } from '../../dist/src/contract/terms/terms.js';
import {
  largestAlign,
  lawfulEntryPoints,
  lawfulKinds,
} from '../../dist/src/contract/requests/lawful-calls.js';
import { parseContract, preset } from '../../dist/src/contract/document/parse-contract.js';
import { runSettings } from '../../dist/src/contract/terms/run-settings.js';
import { sizeLaw } from '../../dist/src/contract/requests/size-law.js';
import { describeSubject, glibc, sqlJs } from './describe-subject.js';

describe('request kinds', () => {
  test('are those that the contract declares and the subject has, with the macros made of them', () => {
    expect(lawfulKinds(preset('c17'), sqlJs)).toEqual([
      'alloc',
      'dealloc',
      'deallocNull',
      'fill',
      'drain',
    ]);
  });

  test('do not contain drain where nothing can be freed', () => {
    expect(lawfulKinds(preset('wasm-cabi-realloc'), describeSubject())).toEqual([
      'alloc',
      'realloc',
      'fill',
    ]);
  });

  test('extend a region only where the harness gave it', () => {
    const document = {
      requests: ['alloc', 'extend'],
      region: { growGranuleBytes: 1, reserveBytes: 4_096 },
    };
    const contract = parseContract(document, '');
    expect(lawfulKinds(contract, describeSubject())).toContain('extend');
    expect(lawfulKinds(contract, describeSubject({ regionIsGiven: false }))).toEqual([
      'alloc',
      'fill',
    ]);
  });

  test.each([
    ['posix_memalign promises an answer', glibc.entryPoints, undefined, true],
    ['aligned_alloc alone may round up', ['malloc', 'aligned_alloc'], undefined, false],
    ['an alignment with every request', [], undefined, true],
    ['no alignment at all', [], false, false],
  ] as const)('ask for bad alignments: %s', (_, entryPoints, takesAlignment, asked) => {
    const given = takesAlignment === undefined ? {} : { takesAlignment };
    const kinds = lawfulKinds(preset('posix'), describeSubject({ entryPoints, ...given }));
    expect(kinds.includes('badAlign')).toBe(asked);
  });
});

describe('entry points', () => {
  test('beside the ordinary ones are those that the contract names', () => {
    expect(lawfulEntryPoints(preset('c17'), glibc)).toEqual([
      'malloc',
      'calloc',
      'realloc',
      'aligned_alloc',
    ]);
    expect(lawfulEntryPoints(preset('posix'), glibc)).toEqual(glibc.entryPoints);
  });
});

describe('the largest alignment', () => {
  test('goes through aligned_alloc in a malloc family', () => {
    expect(largestAlign(preset('c17'), glibc)).toBe(4_096);
    expect(largestAlign(preset('c17'), sqlJs)).toBe(1);
    expect(largestAlign(preset('malloc-lab'), glibc)).toBe(1);
  });

  test('is 1 where the subject says that requests carry none', () => {
    expect(largestAlign(preset('pool'), describeSubject())).toBe(64);
    expect(largestAlign(preset('pool'), describeSubject({ takesAlignment: false }))).toBe(1);
  });
});

describe('the law for a size', () => {
  const ptrdiffMax = 2n ** 31n - 1n;

  test.each([
    ['c17', 'alloc', 0n, 1n, 'zero'],
    ['c17', 'realloc', 0n, 1n, 'undefined'],
    ['c17', 'alloc', 1n, 1n, 'lawful'],
    ['c17', 'alloc', ptrdiffMax, 64n, 'lawful'],
    ['c17', 'alloc', ptrdiffMax + 1n, 1n, 'refused'],
    ['c17', 'allocArray', 2n ** 33n, 1n, 'refused'],
    ['rust-global-alloc', 'alloc', 0n, 1n, 'undefined'],
    ['rust-global-alloc', 'alloc', ptrdiffMax, 1n, 'lawful'],
    ['rust-global-alloc', 'alloc', ptrdiffMax - 7n, 8n, 'lawful'],
    ['rust-global-alloc', 'alloc', ptrdiffMax - 6n, 8n, 'undefined'],
    ['rust-global-alloc', 'alloc', ptrdiffMax + 1n, 1n, 'undefined'],
    ['first-fit', 'alloc', 0n, 1n, 'zero'],
    ['first-fit', 'alloc', 7n, 1n, 'refused'],
    ['first-fit', 'alloc', 8n, 1n, 'lawful'],
    ['malloc-lab', 'alloc', 1_048_576n, 1n, 'lawful'],
    ['malloc-lab', 'alloc', 1_048_577n, 1n, 'undefined'],
    ['zig', 'resizeInPlace', 0n, 1n, 'undefined'],
  ] as const)('%s: %s of %d bytes at %d is %s', (name, kind, size, align, law) => {
    expect(
      sizeLaw(termsOf(preset(name), describeSubject({ sizeBits: 32 })), kind, size, align),
    ).toBe(law);
  });

  test('follows the width of the size type', () => {
    const law = (name: 'c17' | 'rust-global-alloc', size: bigint, sizeBits: 53 | 64): string =>
      sizeLaw(termsOf(preset(name), describeSubject({ sizeBits })), 'alloc', size, 1n);
    expect(law('c17', 2n ** 52n, 53)).toBe('refused');
    expect(law('c17', 2n ** 52n, 64)).toBe('lawful');
    expect(law('rust-global-alloc', 2n ** 63n, 64)).toBe('undefined');
  });

  test('may differ by request kind', () => {
    const document = {
      requests: ['alloc', 'dealloc', 'realloc'],
      sizes: {
        belowSmallest: 'roundedUp',
        largest: 64,
        aboveLargest: 'refused',
        byKind: { alloc: { smallest: 4 }, realloc: { largest: 32 } },
      },
      realloc: { smallest: 2, toZero: 'free' },
    };
    const terms = termsOf(parseContract(document, ''), describeSubject());
    const law = (kind: 'alloc' | 'realloc', size: bigint): string => sizeLaw(terms, kind, size, 1n);
    expect([law('alloc', 3n), law('alloc', 4n), law('alloc', 65n)]).toEqual([
      'roundedUp',
      'lawful',
      'refused',
    ]);
    expect([law('realloc', 0n), law('realloc', 1n), law('realloc', 33n)]).toEqual([
      'zero',
      'undefined',
      'refused',
    ]);
  });
});

describe('the settings of a run', () => {
  const budget = { hangLimitMs: 1_000, macroLimit: 100 };

  test('send the natural alignment of the platform where it is weak', () => {
    expect(runSettings(termsOf(preset('c17'), glibc), budget).naturalAlign).toBe(16);
    expect(runSettings(termsOf(preset('c17'), sqlJs), budget).naturalAlign).toBe(8);
    expect(runSettings(termsOf(preset('malloc-lab'), glibc), budget).naturalAlign).toBe(8);
  });

  test('hold what an execution depends on, and the budget', () => {
    const document = {
      requests: ['alloc', 'usable'],
      usableSize: 'writable',
      refusal: 'minusOne',
      fillLimitBytes: 512,
      region: { reserveBytes: 64 },
    };
    expect(runSettings(termsOf(parseContract(document, ''), describeSubject()), budget)).toEqual({
      ...budget,
      refusal: 'minusOne',
      fillLimitBytes: 512,
      usableWritable: true,
      reallocToZeroEnds: false,
      naturalAlign: 1,
      reserveBytes: 64,
      rejectsFrees: false,
    });
  });

  test('tell whether an answer to a free may say that it was rejected', () => {
    expect(runSettings(termsOf(preset('first-fit'), describeSubject()), budget).rejectsFrees).toBe(
      true,
    );
    expect(runSettings(termsOf(preset('bump'), describeSubject()), budget).rejectsFrees).toBe(
      false,
    );
  });
});
