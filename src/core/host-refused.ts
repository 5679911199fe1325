import { lastStepOf, type Execution } from './execution.js';

/** A step in which the host refused a call for memory, and bytes of the latest such call. */
export interface HostRefusal {
  readonly step: number;
  readonly bytes: bigint;
}

/** The steps in which the host refused memory, in their order, up to `last`; of one step the latest call. */
export function hostRefusals({ extents }: Execution, last = Infinity): HostRefusal[] {
  const bytesOf = new Map<number, bigint>();
  for (const { step, hostRefusedBytes } of extents) {
    if (hostRefusedBytes > 0n && step <= last) bytesOf.set(step, hostRefusedBytes);
  }
  return [...bytesOf].map(([step, bytes]) => ({ step, bytes }));
}

/**
 * Whether the last request of an execution was refused where the host refused a call by its number:
 * then it says nothing of what the subject has left.
 */
export function lastIsRefusedByNumber(execution: Execution): boolean {
  const last = lastStepOf(execution);
  if (execution.program.world.hostRefusesFrom === 0) return false;
  return last?.outcome.kind === 'refused' && hostRefusedIn(execution, last.index) > 0n;
}

/** Bytes that the host refused in a step; 0 where it refused none. */
export const hostRefusedIn = (execution: Execution, step: number): bigint =>
  hostRefusals(execution).find((refusal) => refusal.step === step)?.bytes ?? 0n;
