import { describe, expect, test } from 'vitest';
import { certifySettings } from '../../dist/src/cli/certify-settings.js';
import {
  readAlign,
  readDuration,
  readExport,
  readRuns,
  readSeed,
} from '../../dist/src/cli/option-values.js';
import { worstExitCode } from '../../dist/src/cli/worst-exit-code.js';
import { shellWord } from '../../dist/src/report/shell-word.js';

describe('option values', () => {
  test('the edges of what is accepted', () => {
    expect([
      readSeed('0'),
      readSeed('4294967295'),
      readRuns('1'),
      readAlign('1'),
      readAlign('65536'),
    ]).toEqual([0, 4_294_967_295, 1, 1, 65_536]);
  });

  test.each(['', ' ', '-1', '4294967296', '1e3', '0x10', 'NaN', '1.0'])(
    'seed "%s" is refused',
    (text) => {
      expect(() => readSeed(text)).toThrow('whole number');
    },
  );

  test.each(['0', '3', '-8', '131072', '8.0', '', '1e1'])('alignment "%s" is refused', (text) => {
    expect(() => readAlign(text)).toThrow('power of two');
  });

  test('durations in every unit', () => {
    expect(['500ms', '30s', '1.5m', '1h'].map(readDuration)).toEqual([
      500, 30_000, 90_000, 3_600_000,
    ]);
  });

  test.each(['30', '0s', '-1s', 's', '1d', '0.1ms'])('duration "%s" is refused', (text) => {
    expect(() => readDuration(text)).toThrow('with its unit');
  });

  test('an export may name any function, but only one', () => {
    expect(readExport('alloc=my_alloc')).toEqual(['alloc', 'my_alloc']);
    expect(readExport('alloc=f(size, align)')).toEqual(['alloc', 'f(size, align)']);
    for (const text of ['alloc', 'alloc=', '=f', 'a=b=c', 'a= b', 'a=f(b', 'a=f(b) c'])
      expect(() => readExport(text)).toThrow('name=function');
  });
});

test('a flag beats the configuration, and it beats the default', () => {
  const settings = certifySettings(
    { save: true, runs: 2 },
    { runs: 3, effort: 'deep', save: false },
    7,
  );
  expect([settings.runs, settings.effort, settings.save, settings.seed]).toEqual([
    2,
    'deep',
    false,
    7,
  ]);
});

test('the worst exit code is, in this order, 130, 70, 4, 2, 1, 3, 0', () => {
  const order = [130, 70, 4, 2, 1, 3, 0] as const;
  order.forEach((code, index) => {
    expect(worstExitCode([...order.slice(index)].reverse())).toBe(code);
  });
  expect(worstExitCode([])).toBe(3);
});

test('words are quoted for a shell only where they must be', () => {
  expect(
    ['builtin:bump', './a-b.mjs', 'alloc=f', 'a b', "it's", '', '$HOME', '{x}'].map(shellWord),
  ).toEqual([
    'builtin:bump',
    './a-b.mjs',
    'alloc=f',
    "'a b'",
    `'it'\\''s'`,
    "''",
    "'$HOME'",
    "'{x}'",
  ]);
});
