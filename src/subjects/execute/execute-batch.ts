import { unpackWorld, type ExecutionBatch, type ProgramBatch } from '../../core/execution-batch.js';
import { Phase } from '../../core/fault.js';
import { Outcome } from '../../core/step-record.js';
import { classifyFault } from '../classify-fault.js';
import { Executor } from './executor.js';
import type { RunSettings } from '../subject.js';
import type { Target } from '../target.js';

/** Programs to run in this thread and where to write what happened. */
export interface Job {
  readonly target: Target;
  readonly programs: ProgramBatch;
  readonly into: ExecutionBatch & { readonly messages: Map<number, string> };
  readonly settings: RunSettings;
  readonly sizeBits: 32 | 53 | 64;
  /** Six words, see `ExecutionWriter`; words 2 and 3 say where free steps and events begin. */
  readonly progress: Int32Array;
  /** First program to run. */
  readonly first: number;
  /** Whether every program has everything put back before it, whatever that costs; absent: no. */
  readonly freshEach?: boolean;
  /** Called when program `index` has ended; false leaves out the ones behind it. Absent: true. */
  goOn?(index: number): boolean;
}

/**
 * Runs the programs from `first` on, each on a fresh region; a fault of the subject ends its program
 * only. Answers the number of the first program that was not run, for want of `goOn` or of what `prepare`
 * makes. `executor` is one of the target,
 * kept by whoever runs many batches.
 */
export function executeBatch(
  job: Job,
  executor: Executor = new Executor(job.target, job.sizeBits),
): number {
  const { writer } = executor;
  executor.begin(job.into, job.progress, job.settings);
  const { count } = job.programs;
  /** The first program of which it is not known whether it started on a fresh region. */
  let unsure = (job.progress[5] = job.first);
  for (let index = job.first; index < count; index++) {
    if (job.target.isReady?.() === false) return index;
    writer.begin(index);
    try {
      executor.execute(unpackWorld(job.programs, index), job.programs, index);
      writer.finish();
    } catch (thrown) {
      const fault = job.target.classify?.(thrown) ?? classifyFault(thrown);
      if (job.progress[4] === Phase.call) {
        writer.outcome(Outcome.faulted);
        executor.noteExtents();
      }
      writer.died(index, fault.fault, 0, fault.message);
    }
    executor.close();
    job.progress[4] = Phase.idle;
    const freshness =
      job.freshEach === true ? 'fresh' : (job.target.settle?.(index + 1 === count) ?? 'fresh');
    if (freshness === 'stale') {
      writer.rewind(unsure, index);
      index = unsure - 1;
      continue;
    }
    if (freshness === 'fresh') job.progress[5] = unsure = index + 1;
    if (job.goOn?.(index) === false) return index + 1;
  }
  return count;
}
