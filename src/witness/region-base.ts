import type { Execution } from '../core/execution.js';

/**
 * The address from which an execution's addresses are counted in everything that people read: the
 * base of the region after init; 0 where init never told.
 */
export function regionBase(execution: Execution): bigint {
  return execution.extents.at(0)?.region.start ?? 0n;
}
