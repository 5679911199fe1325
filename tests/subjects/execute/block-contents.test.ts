import { expect, test } from 'vitest';
import { patternBase, patternByte } from '../../../dist/src/core/pattern.js';
import { BlockContents } from '../../../dist/src/subjects/execute/block-contents.js';

const BYTES = 256;
const base = patternBase(5, 2);
const starts = [0, 1, 2, 3, 64, 65, 70, 71];
const lengths = [1, 3, 4, 5, 15, 16, 17, 36, 37, 64];
const cases = starts.flatMap((start) => lengths.map((length) => [start, length] as const));

const expectedAt = (start: number, from: number, to: number): number[] =>
  Array.from({ length: BYTES }, (_, at) =>
    at >= start + from && at < start + to ? patternByte(base, at - start) : 0,
  );

test.each(cases)('a block at %i of %i bytes gets its pattern byte by byte', (start, length) => {
  const bytes = new Uint8Array(new SharedArrayBuffer(BYTES));
  const contents = new BlockContents(bytes);
  contents.fill(start, 0, length, base);
  expect([...bytes]).toEqual(expectedAt(start, 0, length));
  expect(contents.matches(start, 0, length, base)).toBe(true);
  for (let at = start; at < start + length; at++) {
    bytes[at] ^= 1;
    expect(contents.matches(start, 0, length, base)).toBe(false);
    bytes[at] ^= 1;
  }
});

test.each(starts)('of a block at %i two ends of sixteen bytes are filled and read', (start) => {
  for (const length of [37, 38, 39, 40, 100]) {
    const bytes = new Uint8Array(BYTES);
    const contents = new BlockContents(bytes);
    const tail = (length - 16) & ~3;
    contents.fillEdges(start, length, base);
    const head = expectedAt(start, 0, 16);
    const ends = expectedAt(start, tail, length).map((byte, at) => byte || head[at]);
    expect([...bytes]).toEqual(ends);
    expect(contents.edgesMatch(start, length, base)).toBe(true);
    for (const offset of [0, 15, tail, length - 1]) {
      bytes[start + offset] ^= 128;
      expect(contents.edgesMatch(start, length, base)).toBe(false);
      bytes[start + offset] ^= 128;
    }
  }
});

test.each([252, 253])(
  'what of a block at %i lies behind the memory is dropped and missed',
  (start) => {
    const bytes = new Uint8Array(BYTES);
    const contents = new BlockContents(bytes);
    contents.fill(start, 0, 16, base);
    expect([...bytes]).toEqual(expectedAt(start, 0, 16));
    expect(contents.matches(start, 0, 16, base)).toBe(false);
  },
);
