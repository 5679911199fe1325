import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseProgram } from '../../dist/src/core/parse-program-literal.js';
import { printProgram } from '../../dist/src/core/program-literal.js';
import { parseRep } from '../../dist/src/traces/parse-rep.js';
import { printRep } from '../../dist/src/traces/print-rep.js';

const repOf = (literal: string, sizeBits: 32 | 64 = 64): string =>
  printRep(parseProgram(`allocert/1 ${literal}`), sizeBits);

test('writes the header and a line for each request', () => {
  expect(repOf('A=alloc(512) B=alloc(128,8) realloc(A,640) free(B) free(null)')).toBe(
    '20000\n2\n5\n1\na 0 512\na 1 128\nr 0 640\nf 1\nf -1\n',
  );
});

test('suggests the region of the world as the heap size', () => {
  expect(repOf('{region=4096 fill=noise:7} A=alloc(8)')).toBe('4096\n1\n1\n1\na 0 8\n');
});

test('resolves symbols by the size type of the subject', () => {
  expect(repOf('A=alloc(SIZE_MAX-15) B=alloc(2^31)', 32)).toBe(
    '20000\n2\n2\n1\na 0 4294967280\na 1 2147483648\n',
  );
});

describe('names what a trace cannot say', () => {
  test.each([
    'A=allocZeroed(8)',
    'A=alloc(8) B=allocArray(4,8) reallocArray(A,2,8)',
    'A=alloc(24,16) B=alloc(8,4096)',
    'A=memalign:alloc(24,64)',
    'A=alloc(8) reset',
    'extend(8) append(0,8) resize(64)',
    'A=alloc(8) usable(A) resizeInPlace(A,16)',
    'A=alloc(8) freeInvalid(interior,A,+4) B=badAlign(8,3)',
    'fill(8,1,10) drain(reverse)',
    'A=alloc(remaining)',
    'A=alloc(SIZE_MAX)',
  ])('%s', (literal) => {
    expect(() => repOf(literal)).toThrowErrorMatchingSnapshot();
  });
});

const request = fc.oneof(
  fc.record({ word: fc.constant('alloc'), size: fc.nat(2 ** 31 - 1) }),
  fc.record({ word: fc.constantFrom('realloc', 'free'), size: fc.nat(9999), of: fc.nat(9) }),
);

test('what is written reads back as the same program', () => {
  fc.assert(
    fc.property(fc.array(request, { minLength: 1, maxLength: 40 }), (requests) => {
      const names: string[] = [];
      const free = new Set<string>();
      const words = requests.map(({ word, size, ...rest }, index) => {
        const live = names.filter((name) => !free.has(name));
        const name = 'of' in rest ? live[rest.of % Math.max(1, live.length)] : undefined;
        if (word === 'alloc' || name === undefined) {
          names.push(`A${index}`);
          return `A${index}=alloc(${size})`;
        }
        if (word === 'free') free.add(name);
        return word === 'free' ? `free(${name})` : `realloc(${name},${size})`;
      });
      const program = parseProgram(`allocert/1 ${words.join(' ')}`);
      expect(printProgram(parseRep(printRep(program, 64), 'x.rep').program)).toBe(
        printProgram(program),
      );
    }),
  );
});
