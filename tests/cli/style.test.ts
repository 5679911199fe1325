import { afterEach, expect, test, vi } from 'vitest';
import { layoutFor, paintFor } from '../../dist/src/cli/style.js';

const stream = (isTTY: boolean): { readonly isTTY: boolean } => ({ isTTY });

afterEach(() => {
  vi.unstubAllEnvs();
});

test('a terminal is painted', () => {
  vi.stubEnv('NO_COLOR', '');
  expect(paintFor(stream(true))('red', 'x')).toBe('\x1b[31mx\x1b[39m');
});

test('a file is not', () => {
  vi.stubEnv('NO_COLOR', '');
  expect(paintFor(stream(false))('red', 'x')).toBe('x');
});

test('neither is a terminal where NO_COLOR is set', () => {
  vi.stubEnv('NO_COLOR', '1');
  expect(paintFor(stream(true))('red', 'x')).toBe('x');
});

test('a report is as wide as its terminal, and no wider than a file', () => {
  const width = (columns: number): number => layoutFor({ isTTY: true, columns }).width;
  expect([80, 100, 300].map(width)).toEqual([80, 100, 100]);
});

test('a stream that does not say its width is laid out as a file', () => {
  expect(layoutFor({ isTTY: true })).toEqual(layoutFor({ isTTY: false, columns: 60 }));
  expect(layoutFor({ isTTY: true, columns: 60 }).isTerminal).toBe(true);
});
