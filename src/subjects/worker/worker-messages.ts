import type { ProgramBatch } from '../../core/execution-batch.js';
import type { SubjectDescription } from '../../core/subject-description.js';
import type { RunSettings } from '../subject.js';

/** What the main side sends: run these programs, and write into this shared memory. */
export interface RunRequest {
  readonly programs: ProgramBatch;
  readonly settings: RunSettings;
  readonly headers: Int32Array;
  readonly steps: Int32Array;
  readonly events: Int32Array;
  readonly progress: Int32Array;
  readonly first: number;
  /** See `Job` of execute-batch.ts. */
  readonly freshEach: boolean;
}

/** What a worker tells. */
export type WorkerMessage =
  | {
      readonly kind: 'loaded';
      readonly description: SubjectDescription;
      readonly contract: unknown;
    }
  /** The subject cannot be loaded; a usage error if it was named wrongly. */
  | { readonly kind: 'failed'; readonly usage: boolean; readonly message: string }
  /** Text of a fault, sent at once: the thread may not live to send it later. */
  | { readonly kind: 'text'; readonly program: number; readonly text: string }
  /** What the subject printed; only its first few thousand characters. */
  | { readonly kind: 'printed'; readonly text: string }
  /** All programs have run. `worn`: another thread should run the next ones. */
  | { readonly kind: 'done'; readonly worn: boolean }
  /** The tool itself failed. */
  | { readonly kind: 'bug'; readonly message: string };
