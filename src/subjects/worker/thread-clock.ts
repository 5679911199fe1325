import { readFileSync, readlinkSync } from 'node:fs';

/** Clock ticks of /proc, which have been 100 a second on every system that Node.js runs on. */
const TICK_MS = 10;

/** The number by which the system knows this thread; 0 where it does not say. */
export function threadNumber(): number {
  try {
    return Number(/task\/(\d+)$/.exec(readlinkSync('/proc/thread-self'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/**
 * How long a thread of this process has been at its call, told in what passes between two readings:
 * processor time, or all of the time where it is blocked and uses none. A machine that is busy makes a
 * call slow, and no call hang. Where the system tells nothing of threads, all of the time.
 */
export class ThreadClock {
  #usedMs: number | undefined;

  constructor(private readonly thread: () => number) {}

  /** Forgets the reading before. */
  restart(): void {
    this.#usedMs = undefined;
  }

  /** Milliseconds since the reading before, which was `elapsedMs` ago; 0 at the first one. */
  waitedMs(elapsedMs: number): number {
    const now = this.#read();
    if (now === undefined) return elapsedMs;
    const before = this.#usedMs;
    this.#usedMs = now.usedMs;
    if (before === undefined) return 0;
    const used = now.usedMs - before;
    return used === 0 && now.isBlocked ? elapsedMs : Math.min(used, elapsedMs);
  }

  #read(): { readonly usedMs: number; readonly isBlocked: boolean } | undefined {
    const number = this.thread();
    if (number === 0) return undefined;
    try {
      // The name of the thread stands in parentheses, and may hold anything.
      const text = readFileSync(`/proc/self/task/${number}/stat`, 'latin1');
      const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
      const [state, user, system] = [fields[0], Number(fields[11]), Number(fields[12])];
      return { usedMs: (user + system) * TICK_MS, isBlocked: 'StT'.includes(state) };
    } catch {
      return undefined;
    }
  }
}
