import { HANG_PATIENCE } from '../../core/observation.js';
import { ThreadClock } from './thread-clock.js';

/** Why a worker has to be stopped. */
export type Suspicion = 'hang' | 'memory';

/** How long a call may take and how much a run may take up. */
export interface WatchLimits {
  /** For the program that `patientWith` names: its limit is ten times as long. */
  readonly hangLimitMs: number;
  readonly patientWith: number;
  /** Growth of the process since the watch began, in bytes. */
  readonly memoryBytes: number;
}

const POLL_MS = 25;
/** Word of `progress` in which the worker writes its {@link threadNumber}. */
export const THREAD_WORD = 6;

/**
 * Watches a worker from outside, since nothing synchronous can stop an endless loop: calls `suspect`
 * once when the same call has not returned within the limit, or when the process has grown beyond
 * its limit. Answers the function that ends the watch.
 *
 * Time is the worker's own, in polls that were really made: see {@link ThreadClock}. A main thread that
 * was busy for a second itself, or a machine that slept, has then not waited for a second.
 *
 * Memory is watched from here too, because V8 cannot be trusted with it: a single array that grows
 * past the heap limit of a worker ends the whole process, not the worker (measured with Node 20), and
 * no limit counts the bytes of ArrayBuffers.
 */
export function watch(
  progress: Int32Array,
  limits: WatchLimits,
  suspect: (suspicion: Suspicion) => void,
): () => void {
  // Taken at the first poll: most runs end before it, and the reading takes 10 us.
  let startBytes = Infinity;
  let program = -1;
  let calls = -1;
  let unmovedMs = 0;
  const clock = new ThreadClock(() => Atomics.load(progress, THREAD_WORD));
  const timer = setInterval(() => {
    const bytes = process.memoryUsage.rss();
    startBytes = Math.min(startBytes, bytes);
    const nowProgram = Atomics.load(progress, 0);
    const nowCalls = Atomics.load(progress, 1);
    const moved = nowProgram !== program || nowCalls !== calls;
    if (moved) clock.restart();
    unmovedMs = moved ? 0 : unmovedMs + clock.waitedMs(POLL_MS);
    program = nowProgram;
    calls = nowCalls;
    const patience = program === limits.patientWith ? HANG_PATIENCE : 1;
    const suspicion: Suspicion | undefined =
      unmovedMs >= limits.hangLimitMs * patience
        ? 'hang'
        : bytes - startBytes > limits.memoryBytes
          ? 'memory'
          : undefined;
    if (suspicion === undefined) return;
    clearInterval(timer);
    suspect(suspicion);
  }, POLL_MS);
  return () => clearInterval(timer);
}
