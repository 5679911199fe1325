import type { ExecutionBatch, ProgramBatch } from '../core/execution-batch.js';
import type { SubjectDescription } from '../core/subject-description.js';

/**
 * The allocator under test behind its adapter: batches of programs in, executions out. Whatever the
 * allocator does, `run` answers; a death is recorded in the execution it happened in and the other
 * programs of the batch still run.
 */
export interface Subject {
  readonly description: SubjectDescription;
  /** Each program runs on a fresh region. @throws ToolBugError only. */
  run(batch: ProgramBatch, settings: RunSettings): Promise<ExecutionBatch>;
  close(): Promise<void>;
}

/** The parts of the contract and of the budget that whoever executes must know. Plain data. */
export interface RunSettings {
  readonly refusal: 'null' | 'zero' | 'minusOne' | 'trap';
  readonly fillLimitBytes: number;
  /** Whether the usable bytes behind a `usable` request are filled (S30). */
  readonly usableWritable: boolean;
  /** Whether a refused realloc to size 0 ends the old block; elsewhere it leaves it live. */
  readonly reallocToZeroEnds: boolean;
  /**
   * Whether the contract has wrong frees rejected, so that an answer of 0 to a free of the own ABI
   * (S40) says so; absent: no. A C function that returns nothing answers anything.
   */
  readonly rejectsFrees?: boolean;
  /** Alignment of a grant for which none was asked; what a 0-alignment argument is sent as. */
  readonly naturalAlign: number;
  /** A call that takes longer is a hang (S12). */
  readonly hangLimitMs: number;
  /** Most steps that one macro may expand to. */
  readonly macroLimit: number;
  /** Bytes kept behind a given region for `extend`, `append` and `resize` (S14); absent: none. */
  readonly reserveBytes?: number;
  /**
   * Whether a hang is run again alone, with ten times the limit, before it is recorded (S12); absent:
   * yes. Who confirms it later, or looks for candidates only, does without.
   */
  readonly confirmHangs?: boolean;
  /** Whether a run that took up too much memory is run once more; absent: yes. */
  readonly confirmMemory?: boolean;
  /**
   * Whether each program gets an evaluation of the module to itself where the subject is otherwise
   * made fresh by its own `reset`; absent: no.
   */
  readonly evaluateEach?: boolean;
  /** Whether the programs behind a confirmed hang are left out, as not run; absent: no. */
  readonly stopAtHang?: boolean;
}
