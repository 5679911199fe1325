import { ToolBugError } from '../../core/errors.js';
import type { ExecutionBatch, ProgramBatch } from '../../core/execution-batch.js';
import { Fault } from '../../core/fault.js';
import type { SubjectDescription } from '../../core/subject-description.js';
import type { RunSettings, Subject } from '../subject.js';
import { withoutDestroyed } from '../destroyed-record.js';
import type { RunRequest } from './worker-messages.js';
import { SharedRecord, type UnwrittenDeath } from './shared-record.js';
import type { SubjectSource } from './subject-source.js';
import { watch, type Suspicion } from './watchdog.js';
import { WorkerHost, type RunEnd } from './worker-host.js';

/** A run that grows the process by more than this has run away. */
const MEMORY_LIMIT_BYTES = 512 * 2 ** 20;

/**
 * Opens a subject in a worker thread of its own.
 *
 * Whatever happens in the thread, `run` answers: an endless loop is stopped by a watchdog, a thread
 * that ends takes one program with it, and a fresh thread goes on with the next one. What was
 * recorded before is kept, since it is in memory that both sides share.
 *
 * An ExecutionBatch is a view of that memory. There are two sets, used in turn, so that a batch can
 * be judged while the next one runs: it stays valid until the second next call of `run`.
 *
 * @throws SubjectError if the subject cannot be loaded
 */
export async function openWorkerSubject(
  source: SubjectSource,
): Promise<{ readonly subject: Subject; readonly contract: unknown }> {
  const texts: TextSink = { by: new Map() };
  const { host, loaded } = await startHost(source, texts);
  const subject = new WorkerSubject(source, loaded.description, host, texts);
  return { subject, contract: loaded.contract };
}

/** Where texts of faults go; the map is that of the run that is under way. */
interface TextSink {
  by: Map<number, string>;
}

const startHost = (source: SubjectSource, texts: TextSink): ReturnType<typeof WorkerHost.start> =>
  WorkerHost.start(source, (program, text) => texts.by.set(program, text));

/** Why a thread has ended, and whether it was stopped on a suspicion that can be confirmed. */
interface Stopped {
  readonly death: UnwrittenDeath;
  readonly suspected: boolean;
}

class WorkerSubject implements Subject {
  readonly description: SubjectDescription;
  readonly #source: SubjectSource;
  readonly #records = [new SharedRecord(), new SharedRecord()] as const;
  readonly #texts: TextSink;
  #host: WorkerHost | undefined;
  #runs = 0;
  #running = false;
  #closed = false;

  constructor(
    source: SubjectSource,
    description: SubjectDescription,
    host: WorkerHost,
    texts: TextSink,
  ) {
    this.#source = source;
    this.description = description;
    this.#host = host;
    this.#texts = texts;
  }

  async run(programs: ProgramBatch, settings: RunSettings): Promise<ExecutionBatch> {
    if (this.#running || this.#closed) {
      throw new ToolBugError('a subject runs one batch at a time, and none when it is closed');
    }
    this.#running = true;
    try {
      const record = this.#records[this.#runs++ % 2];
      record.begin(programs, settings);
      this.#texts.by = record.messages;
      await this.#runAll(record, programs, settings);
      const batch = record.batch(programs.count);
      // WebAssembly reaches no memory but its own; a module shares its thread with who writes the record.
      return this.#source.kind === 'module' ? withoutDestroyed(batch, programs) : batch;
    } finally {
      this.#running = false;
    }
  }

  /** Also ends a run that is under way: the programs behind the current one then have not run. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#stopHost();
  }

  async #stopHost(): Promise<void> {
    const host = this.#host;
    this.#host = undefined;
    await host?.terminate();
  }

  async #runAll(
    record: SharedRecord,
    programs: ProgramBatch,
    settings: RunSettings,
  ): Promise<void> {
    let first = 0;
    let confirming = -1;
    let retried = -1;
    let freshEach = false;
    while (first < programs.count) {
      const run = { programs, settings, first, freshEach };
      const stopped = await this.#attempt(record, run, confirming);
      if (stopped === undefined || this.#closed) return;
      const { firstUnsure } = record;
      if (firstUnsure < record.current) {
        // Nobody can say any more what earlier programs left behind for this one.
        first = firstUnsure;
        freshEach = true;
        if (stopped.suspected) confirming = record.current;
        record.rewind(first);
        continue;
      }
      // A thread may end before a program begins or when all have ended, by a timer that the subject
      // left behind. That was no answer to any request; what could not begin is tried once more.
      if (record.currentIsFinished) {
        first = record.current + 1;
      } else if (!record.currentIsBegun && !stopped.suspected && retried !== record.current) {
        first = retried = record.current;
      } else if (stopped.suspected && confirming !== record.current) {
        record.rewind(record.current);
        first = confirming = record.current;
      } else {
        record.bury(stopped.death);
        if (stopped.death.fault === Fault.hang && settings.stopAtHang === true) return;
        first = record.current + 1;
      }
    }
  }

  /** Runs the programs from `first` on until all have run or the thread has ended. */
  async #attempt(
    record: SharedRecord,
    run: Pick<RunRequest, 'programs' | 'settings' | 'first' | 'freshEach'>,
    confirming: number,
  ): Promise<Stopped | undefined> {
    const host = await this.#liveHost();
    const { headers, steps, events, progress } = record;
    const { settings } = run;
    progress[0] = progress[5] = run.first;
    let suspicion: Suspicion | undefined;
    const limits = {
      hangLimitMs: settings.hangLimitMs,
      patientWith: confirming,
      memoryBytes: MEMORY_LIMIT_BYTES,
    };
    const unwatch = watch(progress, limits, (found) => {
      suspicion = found;
      // The run below ends when the thread does; a failure to end it would be seen there.
      void host.terminate();
    });
    const end: RunEnd = await host
      .run({ ...run, headers, steps, events, progress })
      .finally(unwatch);
    if (end.kind === 'done') {
      if (end.worn) await this.#stopHost();
      return undefined;
    }
    this.#host = undefined;
    return suspicion === undefined
      ? { death: end.death, suspected: false }
      : {
          death: deathBy(suspicion),
          // The memory is that of the whole process, so others may have been the ones who grew.
          suspected:
            (suspicion === 'hang' ? settings.confirmHangs : settings.confirmMemory) ?? true,
        };
  }

  async #liveHost(): Promise<WorkerHost> {
    if (this.#host !== undefined && !this.#host.isGone) return this.#host;
    const { host } = await startHost(this.#source, this.#texts);
    this.#host = host;
    // Closed while the thread was starting: it has to go again.
    if (this.#closed) await this.#stopHost();
    return host;
  }
}

function deathBy(suspicion: Suspicion): UnwrittenDeath {
  if (suspicion === 'hang') {
    return { fault: Fault.hang, detail: 0, message: 'the call did not come back' };
  }
  const mebibytes = MEMORY_LIMIT_BYTES / 2 ** 20;
  const message = `out of memory: took up more than ${mebibytes} MiB in one run and was stopped`;
  return { fault: Fault.exception, detail: 0, message };
}
