import { expect, test } from 'vitest';
import { UsageError } from '../../dist/src/core/errors.js';
import { parseJson } from '../../dist/src/core/parse-json.js';

const messageOf = (text: string): string => {
  try {
    return JSON.stringify(parseJson(text, 'x.json'));
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
};

test('a key that stands twice is told with both of its lines', () => {
  expect(messageOf('{\n  "a": 1,\n  "b": {"c": 2},\n  "a": 3\n}')).toBe(
    'x.json: "a" stands twice, in lines 2 and 4. Only one of them could count: remove the other.',
  );
});

test('a key in an object within is told by its path', () => {
  expect(messageOf('{"region": [{}, {"base": 1, "\\u0062ase": 2}]}')).toMatch(
    /^x\.json: "region\.base" stands twice, both times in line 1\./,
  );
});

test('equal keys in different objects, and texts that look like keys, are no mistake', () => {
  const text = '{"a":{"a":["a","a",{"a":"a"}]},"b":"\\"a\\": {","c\\\\":"a","c":[{"d":1},{"d":2}]}';
  expect(messageOf(text)).toBe(text);
});

test('a byte order mark is passed over, and what is no JSON is told', () => {
  expect(messageOf('\uFEFF[1]')).toBe('[1]');
  expect(messageOf('{"a":')).toMatch(/^x\.json is not JSON: /);
});

test('a text of megabytes in one string is read', () => {
  const long = 'A=alloc(1) '.repeat(500_000);
  expect(messageOf(JSON.stringify({ program: long }))).toHaveLength(long.length + 14);
});
