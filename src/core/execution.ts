import type { AddressRange } from './address.js';
import type { DamageAspectName } from './event-record.js';
import type { EntryPointName } from './entry-point.js';
import type { FaultName, PhaseName } from './fault.js';
import type { Program } from './program.js';
import type { RefusalErrorName } from './refusal-error.js';
import type { RequestKindName } from './request-kind.js';
import type { UntouchedName } from './step-record.js';

/**
 * A program and what was answered: plain data, read by models and properties. Decoded from an
 * {@link ExecutionBatch} by `decodeExecution`; kept in witness files.
 */
export interface Execution {
  readonly program: Program;
  /** In the order of call; step 0 is init. */
  readonly steps: readonly Step[];
  /** The last of them, where it is known without reading the others; see `lastStepOf`. */
  readonly lastStep?: Step;
  /** Region and footprint, at step 0 and wherever they changed; ordered by step. */
  readonly extents: readonly ExtentsEvent[];
  readonly damages: readonly DamageEvent[];
  readonly death: Death | undefined;
  /** Requests that were not sent because their reference was not live or their size not representable. */
  readonly skipped: number;
  readonly checks: ObservationCounts;
}

/** The last step; undefined where there is none. */
export const lastStepOf = (execution: Execution): Step | undefined =>
  execution.lastStep ?? execution.steps.at(-1);

export interface Step {
  readonly index: number;
  /** Index of the request in the program; -1 for init. Several steps of a macro share it. */
  readonly request: number;
  readonly kind: RequestKindName;
  readonly entry: EntryPointName;
  /** Asked alignment, a power of two; 1 asks for nothing. For realloc the alignment to be kept. */
  readonly align: bigint;
  readonly thread: number;
  /** Step that first granted the allocation this step speaks of; undefined for none. */
  readonly allocation: number | undefined;
  /** Resolved bytes; of one element for arrays. */
  readonly size: bigint;
  /** Resolved count, alignment value or gap; for `usable` the length answered. */
  readonly second: bigint;
  readonly outcome: StepOutcome;
  /** Why the grant was not written to. */
  readonly untouched: UntouchedName;
}

export type StepOutcome =
  | { readonly kind: 'pending' }
  | { readonly kind: 'granted'; readonly address: bigint }
  | {
      readonly kind: 'refused';
      /** The error that it named; undefined where none was observed. */
      readonly error?: RefusalErrorName;
    }
  | { readonly kind: 'done'; readonly address: bigint }
  | { readonly kind: 'rejected'; readonly address: bigint }
  | { readonly kind: 'faulted' }
  | { readonly kind: 'misencoded' };

export interface ExtentsEvent {
  readonly step: number;
  readonly region: AddressRange;
  /** Bytes that the subject holds from its host; undefined where not measured. */
  readonly footprintBytes: bigint | undefined;
  /** Largest footprint demanded in this step, granted or not; 0 for none. */
  readonly demandedBytes: bigint;
  /** Bytes of the latest call for memory that the host refused in this step; 0 for none. */
  readonly hostRefusedBytes: bigint;
}

export interface DamageEvent {
  readonly step: number;
  readonly aspect: DamageAspectName;
  /** Step that first granted the damaged block; undefined for bytes outside the region. */
  readonly allocation: number | undefined;
  /** Offsets in the block; from the region base for `outside`. */
  readonly firstOffset: bigint;
  readonly lastOffset: bigint;
  readonly badBytes: bigint;
  /** Up to sixteen bytes from the first bad offset on. */
  readonly expected: readonly number[];
  readonly seen: readonly number[];
}

export interface Death {
  readonly step: number;
  readonly fault: FaultName;
  /** Signal number or exit code; 0 where there is none. */
  readonly detail: number;
  readonly phase: PhaseName;
  readonly message: string | undefined;
}

/** How often each observation was made; a property with 0 checks is inconclusive (S32). */
export interface ObservationCounts {
  readonly content: number;
  readonly zeroed: number;
  readonly reallocKept: number;
  readonly outside: number;
  readonly usable: number;
}
