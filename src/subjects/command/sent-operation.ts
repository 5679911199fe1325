import type { Operation } from './encode-frames.js';

/** An operation that was sent, with what its answer will mean. */
export interface SentOperation extends Operation {
  /** Index of the request; -1 for init and for what the world asks. */
  readonly request: number;
  /** Kind, entry point, alignment and thread as in the request, which an ABI may need otherwise. */
  readonly head: number;
  /** Request whose grant it speaks of; -1 for none. */
  readonly reference: number;
  /** Block that it speaks of, where that is known already; -1 where the reference says it. */
  readonly block: number;
  /** The second quantity of the record, where it is not the one that is sent: the mode of a free. */
  readonly recordedSecond?: bigint;
}
