import { closeSync, openSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SubjectError, ToolBugError } from '../../../core/errors.js';
import {
  ExecutionStatus,
  type ExecutionBatch,
  type ProgramBatch,
} from '../../../core/execution-batch.js';
import { Fault } from '../../../core/fault.js';
import type { SubjectDescription } from '../../../core/subject-description.js';
import { withoutDestroyed } from '../../destroyed-record.js';
import type { RunSettings, Subject } from '../../subject.js';
import type { KoffiRequest } from './koffi-messages.js';
import { KoffiProcess, type KoffiOptions } from './koffi-process.js';
import { KoffiRecord, type NativeDeath } from './koffi-record.js';
import { watchRecord } from './watch-record.js';

/** How much longer a call may take when it is tried again (S12). */
const CONFIRMING_TIMES = 10;

/**
 * Opens a library as a subject in a Node.js process of its own that calls it through koffi: what is
 * left where there is no C compiler for the driver. The record is the same, step by step.
 *
 * A process that ends takes one program with it, and a new one goes on with the next; that costs
 * some 60 ms, where the driver forks in less than one.
 *
 * @throws SubjectError where the library cannot be loaded
 */
export async function openKoffiSubject(
  request: Omit<KoffiOptions, 'record'>,
  describe: (absent: readonly string[]) => SubjectDescription,
): Promise<Subject> {
  const record = temporaryFile();
  try {
    const { process, options } = await start({ ...request, record });
    return new KoffiSubject(describe(process.absent), options, process);
  } catch (thrown) {
    closeSync(record);
    throw thrown;
  }
}

/** A file that has no name any more, so that nothing is left whatever ends this process. */
function temporaryFile(): number {
  const path = join(tmpdir(), `allocert-record-${process.pid}-${files++}`);
  const file = openSync(path, 'wx+', 0o600);
  unlinkSync(path);
  return file;
}
let files = 0;

interface Started {
  readonly process: KoffiProcess;
  /** With which it started; they keep the library loaded where that is needed. */
  readonly options: KoffiOptions;
}

async function start(options: KoffiOptions): Promise<Started> {
  const process = await KoffiProcess.start(options);
  if (process !== undefined) return { process, options };
  const { load } = options;
  // Not every library can be unloaded and loaded again.
  if (!load.source.kept) {
    return start({ ...options, load: { ...load, source: { ...load.source, kept: true } } });
  }
  throw new SubjectError(`${options.locator}: ended the process that loads it`);
}

class KoffiSubject implements Subject {
  readonly #record: KoffiRecord;
  readonly #file: number;
  #options: KoffiOptions;
  #process: KoffiProcess;
  #running = false;
  #closed = false;

  constructor(
    readonly description: SubjectDescription,
    options: KoffiOptions,
    process: KoffiProcess,
  ) {
    this.#options = options;
    this.#process = process;
    this.#file = options.record;
    this.#record = new KoffiRecord(options.record);
  }

  async run(programs: ProgramBatch, settings: RunSettings): Promise<ExecutionBatch> {
    if (this.#running || this.#closed) {
      throw new ToolBugError('a subject runs one batch at a time, and none when it is closed');
    }
    this.#running = true;
    try {
      this.#record.begin(programs, settings);
      await this.#runAll(this.#record, programs, settings);
      return withoutDestroyed(this.#record.batch(), programs);
    } finally {
      this.#running = false;
      if (this.#closed) closeSync(this.#file);
    }
  }

  /** Also ends a run that is under way: the programs behind the current one then have not run. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#process.stop();
    if (!this.#running) closeSync(this.#file);
  }

  async #runAll(record: KoffiRecord, programs: ProgramBatch, settings: RunSettings): Promise<void> {
    let confirming = -1;
    let retried = -1;
    for (let first = 0; first < programs.count && !this.#closed;) {
      const end = await this.#attempt(
        { kind: 'run', layout: record.layout, programs, settings, first },
        confirming,
      );
      if (end.kind === 'done') {
        first = end.next;
        continue;
      }
      if (this.#closed) return;
      const { program, status } = record.status();
      if (status === ExecutionStatus.notRun || program < first) {
        // It ended between two programs, and that was no answer to any request.
        if (retried === first) throw new ToolBugError('the process of a library ends by itself');
        retried = first;
      } else if (status !== ExecutionStatus.running) {
        first = program + 1;
      } else if (end.hung && confirming !== program && (settings.confirmHangs ?? true)) {
        record.rewind();
        first = confirming = program;
      } else {
        record.bury(end.death);
        first = program + 1;
        if (end.hung && settings.stopAtHang === true) return;
      }
    }
  }

  async #attempt(
    request: KoffiRequest & { readonly kind: 'run' },
    confirming: number,
  ): Promise<Attempt> {
    const process = await this.#liveProcess();
    let hung = false;
    const limitMs = request.settings.hangLimitMs;
    const unwatch = watchRecord(this.#file, {
      limitMs: (program) => (program === confirming ? CONFIRMING_TIMES * limitMs : limitMs),
      hung: () => {
        hung = true;
        // The run below ends when the process does.
        void process.stop();
      },
    });
    const end = await process.run(request).finally(unwatch);
    if (end === 'gone') {
      return { kind: 'gone', hung, death: hung ? HUNG : process.death };
    }
    if (end.worn) await process.stop();
    return { kind: 'done', next: end.next };
  }

  async #liveProcess(): Promise<KoffiProcess> {
    if (this.#process.isGone) {
      const { process, options } = await start(this.#options);
      this.#process = process;
      this.#options = options;
      // Closed while it was starting: it has to go again.
      if (this.#closed) await process.stop();
    }
    return this.#process;
  }
}

const HUNG: NativeDeath = { fault: Fault.hang, detail: 0 };

/** How a run ended: programs up to `next` have run, or the process is gone. */
type Attempt =
  | { readonly kind: 'done'; readonly next: number }
  | { readonly kind: 'gone'; readonly hung: boolean; readonly death: NativeDeath };
