import { expect, test } from 'vitest';
import { contractDigest } from '../../dist/src/contract/document/contract-digest.js';
import { parseContract, preset } from '../../dist/src/contract/document/parse-contract.js';
import { presetNames } from '../../dist/src/contract/presets/index.js';

test('the digest does not depend on the order of keys', () => {
  const one = parseContract({ sizes: { smallest: 8, largest: 64 }, refusal: 'zero' }, '');
  const reversed = Object.fromEntries(Object.entries(one).reverse()) as typeof one;
  const sizes = Object.fromEntries(Object.entries(one.sizes).reverse()) as typeof one.sizes;
  expect(Object.keys(reversed)).not.toEqual(Object.keys(one));
  expect(contractDigest({ ...reversed, sizes })).toBe(contractDigest(one));
});

test('the digest depends on the order of lists and on every clause', () => {
  const one = preset('pool');
  expect(contractDigest({ ...one, requests: [...one.requests].reverse() })).not.toBe(
    contractDigest(one),
  );
  expect(contractDigest({ ...one, growth: 'bounded' })).not.toBe(contractDigest(one));
});

test('every preset has a digest of its own, in 64 hex digits', () => {
  const digests = presetNames.map((name) => contractDigest(preset(name)));
  expect(new Set(digests).size).toBe(presetNames.length);
  for (const digest of digests) expect(digest).toMatch(/^[0-9a-f]{64}$/);
});
