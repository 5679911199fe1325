import { readSync } from 'node:fs';

const POLL_MS = 25;

/** What is watched, and what is called. */
export interface RecordWatch {
  /** How long one call may take in program `program`. */
  limitMs(program: number): number;
  /** Called once, when a call has not come back. */
  hung(): void;
}

/**
 * Watches a record from outside, since nothing can stop an endless loop from within. Answers the
 * function that ends the watch. Time is counted in polls that were really made: a machine that slept
 * for a second has not waited for a second.
 */
export function watchRecord(file: number, watch: RecordWatch): () => void {
  const words = new Int32Array(2);
  let program = -1;
  let calls = -1;
  let unmovedMs = 0;
  const timer = setInterval(() => {
    readSync(file, words, 0, 8, 0);
    const [nowProgram, nowCalls] = words;
    unmovedMs = nowProgram === program && nowCalls === calls ? unmovedMs + POLL_MS : 0;
    program = nowProgram;
    calls = nowCalls;
    if (unmovedMs < watch.limitMs(program)) return;
    clearInterval(timer);
    watch.hung();
  }, POLL_MS);
  return () => {
    clearInterval(timer);
  };
}
