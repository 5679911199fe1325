import type { Allocator, AllocatorFactory } from '../../dist/src/subjects/module-port.js';

/**
 * What a call answers: an offset in the pool, null for a refusal, anything else as it stands. A
 * function is called for its answer, and may first do to the memory what a broken allocator does.
 */
export type Answer = number | null | undefined | boolean | string | ((stage: Stage) => unknown);

/** What the script may touch. */
export interface Stage {
  readonly bytes: Uint8Array;
  /** Index of the region's first byte. */
  readonly base: number;
  /** Index behind its last byte. */
  readonly end: number;
  /** Sets the bytes held from the host, for allocators that measure them. */
  hold(footprintBytes: number): void;
  /** Asks the host for a footprint of so many bytes, which it does not get. */
  demand(footprintBytes: number): void;
}

export interface Script {
  /** One answer for each call, in order; calls behind the last one answer undefined. */
  readonly answers: readonly Answer[];
  /** Bytes held at first; absent: not measured. */
  readonly footprintBytes?: number;
}

/** An allocator without a policy: it answers what its script says, whatever it is asked. */
export function scriptedAllocator(
  script: Script,
  onDemand: (footprintBytes: number) => void,
): AllocatorFactory {
  return ({ memory, base, bytes }) => {
    let call = 0;
    let held = script.footprintBytes ?? 0;
    const stage: Stage = {
      bytes: new Uint8Array(memory),
      base,
      end: base + bytes,
      hold: (footprintBytes) => {
        held = footprintBytes;
      },
      demand: onDemand,
    };
    const next = (): unknown => {
      const answer = script.answers.at(call++);
      return typeof answer === 'function' ? answer(stage) : answer;
    };
    // The script of a refused init is a null in the first place.
    if (script.answers.at(0) === 'refuse init') return null;
    const grant = (): number | null => {
      const answer = next();
      return typeof answer === 'number' ? base + answer : (answer as null);
    };
    const allocator: Allocator = {
      memory,
      alloc: grant,
      allocZeroed: grant,
      allocArray: grant,
      realloc: grant,
      reallocArray: grant,
      resizeInPlace: () => next() as boolean,
      dealloc: next,
      deallocNull: next,
      usableSize: () => next() as number,
      reset: () => void next(),
      extend: next,
      append: next,
      resize: next,
      ...(script.footprintBytes === undefined ? {} : { footprint: () => held }),
    };
    return allocator;
  };
}
