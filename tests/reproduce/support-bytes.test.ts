import { expect, test } from 'vitest';
import { patternBase, patternByte } from '../../dist/src/core/pattern.js';
import { noiseByte } from '../../dist/src/subjects/module/noise.js';
import { needsCompiler } from '../subjects/native/native-corpus.js';
import { programFolder } from './native-programs.js';
import { needsRust } from './needs-rust.js';
import { bytesOfC, bytesOfRust, bytesOfTypescript, type Place } from './support-bytes.js';

// Goal: a program writes the bytes that allocert wrote when it found the violation, to the last.

const folder = programFolder();
const numbers = [0, 1, 7, 1_000, 2 ** 31 - 1];
const offsets = [0, 1, 3, 4, 35, 65_539, 2 ** 31 + 5];
const places: readonly Place[] = [
  ...numbers.flatMap((allocation) =>
    [0, 1, 300].flatMap((generation) =>
      offsets.map((offset): Place => ['pattern', allocation, generation, offset]),
    ),
  ),
  ...[0, 1, 4, 2 ** 31 - 1].flatMap((seed) =>
    [0, 1, 65_535, 65_536, 1_000_003].map((address): Place => ['noise', seed, address]),
  ),
];
const expected = places.map((place) =>
  place[0] === 'pattern'
    ? patternByte(patternBase(place[1], place[2]), place[3])
    : noiseByte(place[1], place[2]),
);

test('programs in TypeScript write the bytes that allocert writes', () => {
  expect(bytesOfTypescript(places)).toEqual(expected);
});

test('programs in C write the bytes that allocert writes', (context) => {
  needsCompiler(context);
  expect(bytesOfC(folder, places)).toEqual(expected);
});

test('programs in Rust write the bytes that allocert writes', (context) => {
  needsRust(context);
  expect(bytesOfRust(folder, places)).toEqual(expected);
});
