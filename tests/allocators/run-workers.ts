import { Worker } from 'node:worker_threads';
import type { BumpHandle } from '../../dist/src/allocators/bump.js';
import type { FirstFitHandle } from '../../dist/src/allocators/first-fit.js';

/** What every thread of a stress test does. */
export type Job =
  | {
      readonly kind: 'grants';
      readonly handle: BumpHandle;
      readonly rounds: number;
      readonly finishLine: SharedArrayBuffer;
    }
  | { readonly kind: 'exhaust'; readonly handle: BumpHandle }
  | { readonly kind: 'churn'; readonly handle: FirstFitHandle; readonly rounds: number }
  | { readonly kind: 'count'; readonly buffer: SharedArrayBuffer; readonly rounds: number }
  | { readonly kind: 'enter'; readonly buffer: SharedArrayBuffer };

/** A grant as its owner saw it. `serial` numbers the requests of one worker. */
export interface Grant {
  readonly address: number;
  readonly size: number;
  readonly align: number;
  readonly serial: number;
}

/** What became of the requests of one worker. */
export interface ChurnReport {
  readonly granted: number;
  /** Requests for one block that were refused although seven are always free. */
  readonly refused: number;
  readonly freed: number;
  /** Allocations whose contents had changed before they were freed. */
  readonly damaged: number;
  /** Deallocations that were not accepted. */
  readonly unfreed: number;
}

/** Runs a job on `workers` real threads that start together, and gives their reports in order. */
export function runWorkers<Report>(workers: number, job: Job): Promise<Report[]> {
  const startLine = new SharedArrayBuffer(4);
  return Promise.all(
    Array.from({ length: workers }, (_, worker) =>
      report<Report>({ job, worker, workers, startLine }),
    ),
  );
}

function report<Report>(workerData: object): Promise<Report> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./stress-worker.js', import.meta.url), { workerData });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the worker ended without a report')));
  });
}
