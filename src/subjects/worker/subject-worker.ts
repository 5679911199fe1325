import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { SubjectError, UsageError } from '../../core/errors.js';
import { executeBatch } from '../execute/execute-batch.js';
import { Executor } from '../execute/executor.js';
import type { LoadedTarget } from '../loaded-target.js';
import { thrownText } from '../thrown-text.js';
import { changedSince, languageBuiltins } from './language-builtins.js';
import { loadSource } from './load-source.js';
import type { SubjectSource } from './subject-source.js';
import { threadNumber } from './thread-clock.js';
import { THREAD_WORD } from './watchdog.js';
import type { RunRequest, WorkerMessage } from './worker-messages.js';

// The entry of the thread in which a subject lives: loads it, then runs what it is sent.

/** As they were before the subject was loaded, which lives in the same realm. */
const builtins = languageBuiltins();

const thread = threadNumber();

/** Characters of a subject's own output that are passed on; the rest is dropped where it is made. */
const MOST_OUTPUT = 4_096;

// What a subject throws behind the back of its caller (a timer, a promise) came too late to be an
// answer, and must not end the thread in the middle of another program.
process.on('uncaughtException', () => undefined);
if (parentPort !== null) await serve(parentPort);

async function serve(port: MessagePort): Promise<void> {
  const send = (message: WorkerMessage): void => port.postMessage(message);
  captureOutput(send);
  try {
    const loaded = await loadSource(workerData as SubjectSource);
    const executor = new Executor(loaded.target, loaded.description.sizeBits);
    port.on('message', (request: RunRequest) => {
      run(loaded, executor, request, send).catch((thrown: unknown) => send(bug(thrown)));
    });
    send({ kind: 'loaded', description: loaded.description, contract: loaded.contract });
  } catch (thrown) {
    const known = thrown instanceof SubjectError || thrown instanceof UsageError;
    const usage = thrown instanceof UsageError;
    send(known ? { kind: 'failed', usage, message: thrown.message } : bug(thrown));
  }
}

async function run(
  loaded: LoadedTarget,
  executor: Executor,
  request: RunRequest,
  send: (message: WorkerMessage) => void,
): Promise<void> {
  const { programs, freshEach, progress, settings, headers, steps, events } = request;
  const { target, description } = loaded;
  const { sizeBits } = description;
  const into = { headers, steps, events, messages: new SentTexts(send) };
  const moved = (): void => {
    progress[1]++;
  };
  progress[THREAD_WORD] = thread;
  let { first } = request;
  while (first < programs.count) {
    await loaded.prepare?.(programs.count - first, moved, settings);
    const job = { target, programs, into, settings, sizeBits, progress, first, freshEach };
    first = executeBatch(job, executor);
  }
  send({ kind: 'done', worn: loaded.isWorn?.() ?? false });
}

/** Sends every text as it comes. */
class SentTexts extends Map<number, string> {
  readonly #send: (message: WorkerMessage) => void;

  constructor(send: (message: WorkerMessage) => void) {
    super();
    this.#send = send;
  }

  override set(program: number, text: string): this {
    this.#send({ kind: 'text', program, text });
    return this;
  }
}

/** The failure of the tool, or of a subject that has changed the language under it. */
function bug(thrown: unknown): WorkerMessage {
  const [changed, ...others] = changedSince(builtins);
  if (changed !== undefined) {
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    const message =
      `${(workerData as SubjectSource).options.locator}: changes ${changed}${more} of the language, ` +
      `by which allocert fails as well: ${thrownText(thrown)}. Load the subject without it.`;
    return { kind: 'failed', usage: false, message };
  }
  const stack = thrown instanceof Error ? thrown.stack : undefined;
  return { kind: 'bug', message: stack ?? thrownText(thrown) };
}

/**
 * Passes the first characters that are printed on and drops the rest. A subject that prints at every
 * call would otherwise fill this thread's memory with text that nobody takes before the batch ends.
 */
function captureOutput(send: (message: WorkerMessage) => void): void {
  let left = MOST_OUTPUT;
  for (const stream of [process.stdout, process.stderr]) {
    stream.write = (chunk: unknown, ...rest: unknown[]): boolean => {
      if (left > 0) {
        const text = textOf(chunk).slice(0, left);
        left -= text.length;
        send({ kind: 'printed', text });
      }
      const done = rest.at(-1);
      if (typeof done === 'function') queueMicrotask(() => void (done as () => unknown)());
      return true;
    };
  }
}

function textOf(chunk: unknown): string {
  if (typeof chunk === 'string') return chunk;
  return chunk instanceof Uint8Array ? Buffer.from(chunk).toString() : '';
}
