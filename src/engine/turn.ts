import { now } from './clock.js';

/** Milliseconds of judging after which others have their turn. */
const LONGEST_MS = 50;

/**
 * Gives signals and timers their turn between two walks of the specification, which run without a
 * pause: on a pool of many units each takes long, and Ctrl-C has to be heard in between.
 */
export class Turn {
  private since = now();

  async take(): Promise<void> {
    if (now() - this.since < LONGEST_MS) return;
    await new Promise((resolve) => setImmediate(resolve));
    this.since = now();
  }
}
