import { expect, test } from 'vitest';
import {
  bytesText,
  durationText,
  plural,
  sizeText,
} from '../../dist/src/report/human/number-text.js';

test('sizes near large powers of two are told as such', () => {
  const told = [
    0n,
    1n,
    1023n,
    1_048_577n,
    2n ** 31n - 1n,
    2n ** 32n,
    2n ** 64n - 16n,
    2n ** 63n + 8n,
    5_000_000_000n,
  ];
  expect(told.map(sizeText)).toEqual([
    '0',
    '1',
    '1,023',
    '1,048,577',
    '2^31 - 1',
    '2^32',
    '2^64 - 16',
    '2^63 + 8',
    '5,000,000,000',
  ]);
});

test('one byte is no bytes', () => {
  expect([bytesText(0n), bytesText(1n), bytesText(2n)]).toEqual(['0 bytes', '1 byte', '2 bytes']);
  expect([plural(1, 'request'), plural(2, 'request'), plural(1n, 'byte')]).toEqual([
    '1 request',
    '2 requests',
    '1 byte',
  ]);
});

test('durations are told in the unit that fits', () => {
  expect([0, 999, 1000, 59_999, 60_000, 250_400].map(durationText)).toEqual([
    '0 ms',
    '999 ms',
    '1.0 s',
    '60.0 s',
    '1 min 0 s',
    '4 min 10 s',
  ]);
});
