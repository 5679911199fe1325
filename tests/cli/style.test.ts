import { afterEach, expect, test, vi } from 'vitest';
import { paintFor } from '../../dist/src/cli/style.js';

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
