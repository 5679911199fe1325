import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Mutex } from '../../dist/src/allocators/mutex.js';
import { runWorkers } from './run-workers.js';

/** A buffer with the mutex's word first and a counter behind it. */
function lockAndCounter() {
  const buffer = new SharedArrayBuffer(8);
  return {
    buffer,
    mutex: new Mutex(buffer),
    word: new Int32Array(buffer, 0, 1),
    counter: new Int32Array(buffer, 4, 1),
  };
}

describe('mutex', () => {
  test('a zeroed word is an unlocked mutex', () => {
    const { mutex, word } = lockAndCounter();
    mutex.lock();
    expect(word[0]).toBe(1);
    mutex.unlock();
    expect(word[0]).toBe(0);
  });

  test('its state is the word at the given byte offset', () => {
    const buffer = new SharedArrayBuffer(8);
    new Mutex(buffer, 4).lock();
    expect([...new Int32Array(buffer)]).toEqual([0, 1]);
  });

  test('refuses to unlock what is not locked, and stays usable', () => {
    const { mutex, word } = lockAndCounter();
    expect(() => mutex.unlock()).toThrow('unlock of a mutex that is not locked');
    expect(word[0]).toBe(0);
  });

  test('withLock holds the lock while it runs and gives the result', () => {
    const { mutex, word } = lockAndCounter();
    expect(mutex.withLock(() => word[0])).toBe(1);
    expect(word[0]).toBe(0);
  });

  test('withLock releases the lock when the critical section throws', () => {
    const { mutex, word } = lockAndCounter();
    const fail = () => {
      throw new Error('inside');
    };
    expect(() => mutex.withLock(fail)).toThrow('inside');
    expect(word[0]).toBe(0);
  });

  test('loses no increment of a plain counter by four threads', async () => {
    const { buffer, counter, word } = lockAndCounter();
    await runWorkers(4, { kind: 'count', buffer, rounds: 250_000 });
    expect(counter[0]).toBe(1_000_000);
    expect(word[0]).toBe(0);
  });

  test('puts threads that wake for nothing back to sleep, and lets each in once', async () => {
    const { buffer, mutex, word, counter } = lockAndCounter();
    mutex.lock();
    const entered = runWorkers<{ mark: number }>(4, { kind: 'enter', buffer });
    // Each count is of threads that slept: they are woken while the lock is held.
    for (let woken = 0; woken < 16; woken += Atomics.notify(word, 0)) await setImmediate();
    expect(Atomics.load(word, 0)).toBe(2);
    expect(Atomics.load(counter, 0)).toBe(0);
    mutex.unlock();
    const marks = (await entered).map(({ mark }) => mark);
    expect(marks.sort()).toEqual([1, 2, 3, 4]);
    expect(word[0]).toBe(0);
  });
});

describe('a mutex where waiting is not allowed', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  test('throws in place of waiting, and is as good as before', () => {
    const { mutex, word } = lockAndCounter();
    mutex.lock();
    vi.spyOn(Atomics, 'wait').mockImplementation(() => {
      throw new TypeError('Atomics.wait cannot be called in this context');
    });
    expect(() => mutex.withLock(() => 'alone')).toThrow(TypeError);
    mutex.unlock();
    expect(word[0]).toBe(0);
    expect(mutex.withLock(() => 'alone')).toBe('alone');
  });
});
