import { fork, type ChildProcess } from 'node:child_process';
import { readSync } from 'node:fs';
import { constants } from 'node:os';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { ToolBugError } from '../../../core/errors.js';
import { Fault, type FaultCode } from '../../../core/fault.js';
import type { KoffiAnswer, KoffiRequest } from './koffi-messages.js';
import type { NativeDeath } from './koffi-record.js';
import { loadingFailure } from '../loading-failure.js';

const entry = fileURLToPath(new URL('./koffi-worker.js', import.meta.url));
/** How much of what a subject prints is kept. */
const MOST_PRINTED = 512;
/**
 * jemalloc and others keep their state in static thread-local storage, of which glibc leaves little
 * for libraries that are loaded late; only the environment of a process can ask for more.
 */
const STATIC_TLS = 'glibc.rtld.optional_static_tls=16384';

/** Who is to be driven. */
export interface KoffiOptions {
  readonly load: KoffiRequest & { readonly kind: 'load' };
  /** The file of the record. */
  readonly record: number;
  readonly locator: string;
  readonly loadLimitMs: number;
}

/** One Node.js process with the library loaded through koffi; it may end at any moment. */
export class KoffiProcess {
  absent: readonly string[] = [];
  readonly #child: ChildProcess;
  readonly #gone: Promise<void>;
  #settle: ((answer: KoffiAnswer | 'gone') => void) | undefined;
  #death: NativeDeath | undefined;
  #printed = '';
  #printedBy = -1;

  private constructor(record: number) {
    this.#child = fork(entry, [], {
      stdio: ['ignore', 'pipe', 'pipe', record, 'ipc'],
      serialization: 'advanced',
      // Options of the host process, such as a test runner's loader, are none of the subject's.
      execArgv: [],
      env: { ...process.env, GLIBC_TUNABLES: tunables(process.env['GLIBC_TUNABLES']) },
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        const program = currentProgram(record);
        // What another program had printed is no word of this one.
        if (program !== this.#printedBy) this.#printed = '';
        this.#printedBy = program;
        this.#printed = (this.#printed + text).slice(-MOST_PRINTED);
      });
    }
    // A process that is gone is noticed by its end; what could not be sent to it does not matter.
    this.#child.on('error', () => undefined);
    this.#child.on('message', (answer: KoffiAnswer) => this.#settle?.(answer));
    this.#gone = new Promise((resolve) => {
      this.#child.on('close', (code, signal) => {
        const said = this.#printedBy === currentProgram(record) ? this.#printed : '';
        this.#death = { ...deathOf(code, signal), printed: said };
        this.#settle?.('gone');
        resolve();
      });
    });
  }

  /** @throws SubjectError where the library cannot be loaded; `undefined` where that ended the process */
  static async start(options: KoffiOptions): Promise<KoffiProcess | undefined> {
    const started = new KoffiProcess(options.record);
    const timer = setTimeout(() => started.#child.kill('SIGKILL'), options.loadLimitMs);
    const answer = await started.#ask(options.load);
    clearTimeout(timer);
    if (answer !== 'gone' && answer.kind === 'ready') {
      started.absent = answer.absent;
      started.#hold(false);
      return started;
    }
    await started.stop();
    if (answer === 'gone') return undefined;
    if (answer.kind === 'failed') {
      throw loadingFailure(options.locator, answer.message);
    }
    throw new ToolBugError(answer.kind === 'bug' ? answer.message : `unexpected ${answer.kind}`);
  }

  get isGone(): boolean {
    return this.#death !== undefined;
  }

  /** How it ended, once it has. */
  get death(): NativeDeath {
    return this.#death ?? { fault: Fault.signal, detail: 0 };
  }

  /** Runs programs; answers where it stopped, or that the process is gone. @throws ToolBugError */
  async run(
    request: KoffiRequest & { readonly kind: 'run' },
  ): Promise<(KoffiAnswer & { readonly kind: 'done' }) | 'gone'> {
    if (this.isGone) return 'gone';
    this.#hold(true);
    const answer = await this.#ask(request);
    if (answer === 'gone') return 'gone';
    this.#hold(false);
    if (answer.kind === 'done') return answer;
    throw new ToolBugError('message' in answer ? answer.message : `unexpected ${answer.kind}`);
  }

  /** Ends the process, whatever it is doing. When this resolves, it writes no more. */
  async stop(): Promise<void> {
    this.#hold(true);
    this.#child.kill('SIGKILL');
    await this.#gone;
  }

  /** Whether it keeps this process alive: only while it is at work. */
  #hold(held: boolean): void {
    const streams = [this.#child.stdout, this.#child.stderr] as unknown as Socket[];
    for (const one of [this.#child, this.#child.channel, ...streams]) {
      if (held) one?.ref();
      else one?.unref();
    }
  }

  #ask(request: KoffiRequest): Promise<KoffiAnswer | 'gone'> {
    return new Promise((resolve) => {
      this.#settle = (answer) => {
        this.#settle = undefined;
        resolve(answer);
      };
      if (this.isGone) this.#settle('gone');
      else this.#child.send(request, () => undefined);
    });
  }
}

/** The program that is being run; -1 while there is no record yet. */
function currentProgram(record: number): number {
  const word = new Int32Array(1);
  return readSync(record, word, 0, 4, 0) === 4 ? word[0] : -1;
}

function tunables(before = ''): string {
  if (before.includes('optional_static_tls')) return before;
  return before === '' ? STATIC_TLS : `${before}:${STATIC_TLS}`;
}

/** What ended a process, as a fault of the subject that it ran; as in driver/faults.c. */
function deathOf(code: number | null, signal: NodeJS.Signals | null): NativeDeath {
  if (signal === null) return { fault: Fault.exit, detail: code ?? 0 };
  return { fault: faultsBySignal[signal] ?? Fault.signal, detail: constants.signals[signal] };
}

const faultsBySignal: Readonly<Partial<Record<NodeJS.Signals, FaultCode>>> = {
  SIGSEGV: Fault.accessViolation,
  SIGBUS: Fault.accessViolation,
  SIGABRT: Fault.abort,
  SIGFPE: Fault.arithmetic,
  SIGILL: Fault.badCall,
  SIGTRAP: Fault.badCall,
};
