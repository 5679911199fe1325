import {
  WORDS_PER_HEADER,
  makeExecutionBatch,
  type ExecutionBatch,
} from '../core/execution-batch.js';
import { WORDS_PER_STEP } from '../core/step-record.js';
import { executeBatch } from './execute/execute-batch.js';
import { Executor } from './execute/executor.js';
import type { LoadedTarget } from './loaded-target.js';
import type { Subject } from './subject.js';

/**
 * A subject in this very thread: no isolation, no watchdog, nothing between the caller and the
 * allocator. For benchmarks and for tests of allocators that are known to return.
 *
 * An ExecutionBatch stays valid until the next run.
 */
export function inProcessSubject(loaded: LoadedTarget): Subject {
  let record = makeExecutionBatch(0, 0, 0);
  const progress = new Int32Array(8);
  const { target, description } = loaded;
  const { sizeBits } = description;
  const executor = new Executor(target, sizeBits);
  return {
    description,
    run(programs, settings): Promise<ExecutionBatch> {
      const requests = programs.starts[programs.count];
      const steps =
        requests + programs.count * STEPS_PER_PROGRAM + Math.min(settings.macroLimit, MACRO_ROOM);
      if (
        record.headers.length < programs.count * WORDS_PER_HEADER ||
        record.steps.length < steps * WORDS_PER_STEP
      ) {
        record = makeExecutionBatch(programs.count * 2, steps * 2, steps * 2 + programs.count);
      }
      progress.fill(0);
      const into = { ...record, messages: new Map<number, string>() };
      executeBatch({ target, programs, into, settings, sizeBits, progress, first: 0 }, executor);
      return Promise.resolve(into);
    },
    close: () => Promise.resolve(),
  };
}

/** Init, prior resets and the steps that the executor keeps free. */
const STEPS_PER_PROGRAM = 8;
/** Steps of room for all macros of a batch. */
const MACRO_ROOM = 200_000;
