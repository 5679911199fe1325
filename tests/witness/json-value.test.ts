import { expect, test } from 'vitest';
import { exactNumber, toJsonValue } from '../../dist/src/witness/json-value.js';

test('integers are numbers up to 2^53 - 1 on either side, and decimal strings beyond', () => {
  expect(exactNumber(2n ** 53n - 1n)).toBe(9_007_199_254_740_991);
  expect(exactNumber(2n ** 53n)).toBe('9007199254740992');
  expect(exactNumber(-(2n ** 53n))).toBe('-9007199254740992');
  expect(exactNumber(0n)).toBe(0);
});

test('addresses become offsets, other integers stay', () => {
  const value = { range: { start: 100n, end: 132n }, size: 100n, outcome: { address: 90n } };
  expect(toJsonValue(value, 100n)).toEqual({
    range: { start: 0, end: 32 },
    size: 100,
    outcome: { address: -10 },
  });
});

test('keys without a value are left out, in lists too nothing is lost', () => {
  expect(toJsonValue({ a: undefined, b: [1n, null, 'x', true] }, 0n)).toEqual({
    b: [1, null, 'x', true],
  });
});

test('what JSON cannot hold is refused rather than dropped', () => {
  expect(() => toJsonValue({ a: () => 0 }, 0n)).toThrow('function has no form in JSON');
});
