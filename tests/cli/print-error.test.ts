import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { printError } from '../../dist/src/cli/print-error.js';
import { SubjectError, ToolBugError, UsageError } from '../../dist/src/core/errors.js';

let told: string;
beforeEach(() => {
  told = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

test("the user's mistakes are told in their own words, with the exit code of their kind", () => {
  expect([printError(new UsageError('a')), printError(new SubjectError('b'))]).toEqual([2, 4]);
  expect(told).toBe('allocert: a\nallocert: b\n');
});

test.each([
  ['a contradiction that the tool found in itself', new ToolBugError('kernel and model disagree')],
  ['any other error', new TypeError('kernel and model disagree')],
  ['a thrown text', 'kernel and model disagree'],
])('%s is a bug, without a stack', (_what, thrown) => {
  expect(printError(thrown)).toBe(70);
  expect(told).toMatch(
    /^allocert: this is a bug of allocert: kernel and model disagree\nPlease report it/,
  );
  expect(told).not.toMatch(/^\s+at /m);
});

test('ALLOCERT_DEBUG=1 shows the stack of a bug', () => {
  vi.stubEnv('ALLOCERT_DEBUG', '1');
  printError(new TypeError('x'));
  expect(told).toMatch(/^\s+at /m);
});
