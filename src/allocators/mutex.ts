const UNLOCKED = 0;
const LOCKED = 1;
/** Locked, and some thread may be asleep: the one that unlocks must wake one. */
const CONTENDED = 2;

/**
 * Mutual exclusion between the threads that share one 32-bit word of a SharedArrayBuffer.
 *
 * The word holds 0 for unlocked, 1 for locked, 2 for locked with waiters, so that locking and
 * unlocking without contention are one atomic operation each and wake nobody. A fresh zeroed word
 * is an unlocked mutex. It is not recursive, nor fair, and a thread that is terminated while it
 * holds the lock leaves it locked for ever. A thread that waits is blocked: Node allows that on its
 * main thread too. Where it is not allowed, as on the main thread of a browser, `lock` throws the
 * TypeError of `Atomics.wait` in place of waiting, and the lock stays as it was.
 *
 * Source: U. Drepper, "Futexes Are Tricky" (2011), section 6, the second mutex.
 */
export class Mutex {
  readonly #word: Int32Array<SharedArrayBuffer>;

  /** The mutex whose state is the 32-bit word at `byteOffset`, a multiple of 4, of `buffer`. */
  constructor(buffer: SharedArrayBuffer, byteOffset = 0) {
    this.#word = new Int32Array(buffer, byteOffset, 1);
  }

  /**
   * Runs `critical` alone, and gives its result; the lock is released when it throws, too.
   *
   * `critical` must be synchronous: a promise would be returned with its work outside the lock.
   */
  withLock<T>(critical: () => T): T {
    this.lock();
    try {
      return critical();
    } finally {
      this.unlock();
    }
  }

  /** Returns once this thread holds the lock. Blocks for ever where it holds the lock already. */
  lock(): void {
    if (Atomics.compareExchange(this.#word, 0, UNLOCKED, LOCKED) === UNLOCKED) return;
    // A thread that has waited takes the lock as contended. It cannot know whether it was the last
    // of the sleepers, and taking it as merely locked would leave the others asleep.
    while (Atomics.exchange(this.#word, 0, CONTENDED) !== UNLOCKED) {
      Atomics.wait(this.#word, 0, CONTENDED);
    }
  }

  /**
   * Releases the lock and wakes one waiter, if there may be any.
   *
   * @throws Error if the mutex is not locked; whose lock it is, is not known
   */
  unlock(): void {
    const before = Atomics.exchange(this.#word, 0, UNLOCKED);
    if (before === UNLOCKED) throw new Error('unlock of a mutex that is not locked');
    if (before === CONTENDED) Atomics.notify(this.#word, 0, 1);
  }
}
