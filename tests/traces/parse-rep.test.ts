import { describe, expect, test } from 'vitest';
import { printProgram } from '../../dist/src/core/program-literal.js';
import { parseRep } from '../../dist/src/traces/parse-rep.js';

const literalOf = (text: string): string => printProgram(parseRep(text, 'x.rep').program);

describe('reads as a program', () => {
  test.each([
    [
      'the example of the malloc lab',
      '20000\n3\n8\n1\na 0 512\na 1 128\nr 0 640\na 2 128\nf 1\nr 0 768\nf 0\nf 2\n',
      'allocert/1 A=alloc(512) B=alloc(128) realloc(A,640) C=alloc(128) free(B) realloc(A,768) free(A) free(C)',
    ],
    [
      'the newer header and free(NULL)',
      '1\n1\n3\n0\na 0 0\nf 0\nf -1\n',
      'allocert/1 A=alloc(0) free(A) free(null)',
    ],
    ['a header of two numbers', '1\n1\na 0 5', 'allocert/1 A=alloc(5)'],
    ['a header on one line', '20000 1 1 1\na 0 5', 'allocert/1 A=alloc(5)'],
    ['a realloc of null', '0\n1\n2\n1\nr 0 8\nf 0\n', 'allocert/1 A=realloc(null,8) free(A)'],
    [
      'an id used again',
      '0\n1\n3\n1\na 0 8\nf 0\na 0 9\n',
      'allocert/1 A=alloc(8) free(A) B=alloc(9)',
    ],
    [
      'comments, blank lines, a byte-order mark and line ends of Windows',
      '\uFEFF# made by hand\r\n20000\r\n1\r\n2\r\n1\r\n\r\na 0 8  # small\r\nf 0\r\n',
      'allocert/1 A=alloc(8) free(A)',
    ],
    ['sizes above 2^31', '0\n1\n1\n1\na 0 4294967312\n', 'allocert/1 A=alloc(2^32+16)'],
  ])('%s', (_what, text, literal) => {
    expect(literalOf(text)).toBe(literal);
  });
});

test('sets nothing in the world, because drivers ignore the suggested heap size', () => {
  const [small, large] = ['1000', '2000000'].map((heap) => literalOf(`${heap}\n1\n1\n1\na 0 8\n`));
  expect(small).toBe(large);
});

describe('refuses, with the line', () => {
  test.each([
    ['an empty file', ''],
    ['a header that is cut off', '20000\n3\n8\na 0 1\n'],
    ['a header that holds a word', '20000\nthree\n8\n1\n'],
    ['a trace that is cut off', '0\n1\n3\n1\na 0 8\nf 0\n'],
    ['more requests than announced', '0\n1\n1\n1\na 0 8\nf 0\n'],
    ['an unknown request', '0\n1\n1\n1\nw 0 8\n'],
    ['a request without its size', '0\n1\n1\n1\na 0\n'],
    ['a free with a size', '0\n1\n2\n1\na 0 8\nf 0 8\n'],
    ['a negative size', '0\n1\n1\n1\na 0 -1\n'],
    ['a size that is none', '0\n1\n1\n1\na 0 8k\n'],
    ['a size that no size type holds', '0\n1\n1\n1\na 0 9223372036854775808\n'],
    ['an id that was not announced', '0\n1\n1\n1\na 1 8\n'],
    ['a free of what was never allocated', '0\n1\n1\n1\nf 0\n'],
    ['a second free', '0\n1\n3\n1\na 0 8\nf 0\nf 0\n'],
    ['an id that is live already', '0\n1\n2\n1\na 0 8\na 0 9\n'],
  ])('%s', (_what, text) => {
    expect(() => literalOf(text)).toThrowErrorMatchingSnapshot();
  });
});
