import { expect, test } from 'vitest';
import { ThreadClock, threadNumber } from '../../../dist/src/subjects/worker/thread-clock.js';

// Goal: a call is measured by what its own thread does, and not by what a busy machine leaves it.

test('the first reading says nothing, and a thread that works is told its processor time', () => {
  const clock = new ThreadClock(threadNumber);
  expect(clock.waitedMs(25)).toBe(0);
  // It runs while it reads, so it is not blocked, however little time has passed.
  const spun = clock.waitedMs(1_000_000);
  expect(spun).toBeLessThan(1_000_000);
  clock.restart();
  expect(clock.waitedMs(25)).toBe(0);
});

test('never more than what has passed', () => {
  const clock = new ThreadClock(threadNumber);
  clock.waitedMs(25);
  expect(Array.from({ length: 3_000_000 }, (_, at) => at)).toHaveLength(3_000_000);
  expect(clock.waitedMs(1)).toBeLessThanOrEqual(1);
});

test('where nothing is known of the thread, all of the time has passed', () => {
  expect(new ThreadClock(() => 0).waitedMs(25)).toBe(25);
  expect(new ThreadClock(() => 2 ** 31 - 1).waitedMs(25)).toBe(25);
});
