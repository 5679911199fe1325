import { Worker } from 'node:worker_threads';
import { SubjectError, ToolBugError, UsageError } from '../../core/errors.js';
import { Fault } from '../../core/fault.js';
import type { SubjectDescription } from '../../core/subject-description.js';
import { oneLine, thrownText } from '../thrown-text.js';
import type { UnwrittenDeath } from './shared-record.js';
import type { SubjectSource } from './subject-source.js';
import type { RunRequest, WorkerMessage } from './worker-messages.js';
import { quotedLine } from '../quoted-line.js';

/** How a run ended: all programs have run, or the thread is gone. */
export type RunEnd =
  | { readonly kind: 'done'; readonly worn: boolean }
  | { readonly kind: 'gone'; readonly death: UnwrittenDeath };

export interface Loaded {
  readonly description: SubjectDescription;
  readonly contract: unknown;
}

/** A file that has not loaded by then is taken to load for ever. */
const LOAD_LIMIT_MS = 30_000;
/**
 * Far above what the watchdog allows, and below what V8 takes as a fatal error of the process: the
 * limit is the second line, for growth too fast to be seen.
 */
const HEAP_LIMIT_MIB = 2_048;
/** With which Node ends a thread whose top-level await can never come. */
const UNSETTLED_AWAIT = 13;

/**
 * One worker thread with a subject in it. It is told to run one batch at a time; it may end at any
 * moment, which is an answer too. Keeps the process alive only while it is loading or running.
 */
export class WorkerHost {
  readonly #worker: Worker;
  readonly #onText: (program: number, text: string) => void;
  /** What the subject printed, as far as it is passed on. */
  #printed = '';
  #error: unknown;
  #settle: ((message: WorkerMessage | 'gone') => void) | undefined;
  #exit: number | undefined;
  readonly #gone: Promise<void>;

  private constructor(source: SubjectSource, onText: (program: number, text: string) => void) {
    this.#onText = onText;
    this.#worker = new Worker(new URL('./subject-worker.js', import.meta.url), {
      workerData: source,
      // Options of the host process, such as a test runner's loader, are none of the subject's.
      execArgv: [],
      // Never read, so that what gets past the worker's own capture goes nowhere. A stream that is
      // read, or written to, would keep the process alive.
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_LIMIT_MIB },
    });
    this.#worker.on('error', (error) => (this.#error = error));
    this.#worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'text') this.#onText(message.program, message.text);
      else if (message.kind === 'printed') this.#printed += message.text;
      else this.#settle?.(message);
    });
    this.#gone = new Promise((resolve) => {
      this.#worker.on('exit', (code) => {
        this.#exit = code;
        this.#settle?.('gone');
        resolve();
      });
    });
  }

  /** A thread that has loaded the subject. `onText` gets the text of every fault, by program. */
  static async start(
    source: SubjectSource,
    onText: (program: number, text: string) => void,
  ): Promise<{ readonly host: WorkerHost; readonly loaded: Loaded }> {
    const host = new WorkerHost(source, onText);
    const limitMs = source.options.loadLimitMs ?? LOAD_LIMIT_MS;
    const timer = setTimeout(() => host.#settle?.(endless(source, limitMs)), limitMs);
    const answer = await host.#next();
    clearTimeout(timer);
    host.#worker.unref();
    if (answer !== 'gone' && answer.kind === 'loaded') return { host, loaded: answer };
    await host.terminate();
    throw host.#loadError(answer, source);
  }

  get isGone(): boolean {
    return this.#exit !== undefined;
  }

  /** Runs programs; the record is in the request's shared memory. @throws SubjectError, ToolBugError */
  async run(request: RunRequest): Promise<RunEnd> {
    if (this.isGone) return { kind: 'gone', death: this.#death() };
    this.#worker.ref();
    const next = this.#next();
    this.#worker.postMessage(request);
    const answer = await next;
    if (answer === 'gone') return { kind: 'gone', death: this.#death() };
    this.#worker.unref();
    if (answer.kind === 'done') return answer;
    if (answer.kind === 'failed') throw new SubjectError(answer.message);
    throw new ToolBugError(
      `the worker of the subject failed: ${'message' in answer ? answer.message : answer.kind}`,
    );
  }

  /** Ends the thread, whatever it is doing. When this resolves, it writes no more. */
  async terminate(): Promise<void> {
    this.#worker.ref();
    await this.#worker.terminate();
    await this.#gone;
  }

  #next(): Promise<WorkerMessage | 'gone'> {
    return new Promise((resolve) => {
      this.#settle = (message) => {
        this.#settle = undefined;
        resolve(message);
      };
    });
  }

  /** Why the thread is gone, as far as it told. */
  #death(): UnwrittenDeath {
    if (this.#error !== undefined) {
      return { fault: Fault.exception, detail: 0, message: thrownText(this.#error) };
    }
    const code = this.#exit ?? 0;
    return {
      fault: Fault.exit,
      detail: code,
      message: `process.exit(${code})${this.#lastWords()}`,
    };
  }

  #lastWords(): string {
    const line = oneLine(quotedLine(this.#printed));
    return line === '' ? '' : `; it had printed: ${line}`;
  }

  #loadError(answer: WorkerMessage | 'gone', { options }: SubjectSource): Error {
    if (answer === 'gone' && this.#exit === UNSETTLED_AWAIT) {
      return new SubjectError(
        `${options.locator}: awaits something at its top level that never comes`,
      );
    }
    if (answer === 'gone') {
      return new SubjectError(
        `${options.locator}: ended its thread while it was loaded: ${this.#death().message}`,
      );
    }
    if (answer.kind === 'failed') {
      return answer.usage ? new UsageError(answer.message) : new SubjectError(answer.message);
    }
    return new ToolBugError('message' in answer ? answer.message : `unexpected ${answer.kind}`);
  }
}

function endless({ options }: SubjectSource, limitMs: number): WorkerMessage {
  const message =
    `${options.locator}: has not loaded within ${limitMs / 1_000} s; ` +
    'does it loop, or await something that never comes, at its top level?';
  return { kind: 'failed', usage: false, message };
}
