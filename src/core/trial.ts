import type { Execution } from './execution.js';

/**
 * What a property judges (S5): executions with roles. `main` is the program as generated; the others
 * are runs of programs derived from it by pure functions. Which ones a property needs, and why, stands
 * in its own record.
 *
 *   again            the same program on a fresh region
 *   withoutRefused   the program less the requests that were refused
 *   calibrate        one request on a fresh region: the largest single grant
 *   drained          the program, then every live block freed, then the largest single grant asked
 *   counted          a fresh region: the largest single grant and its free, then as many of the largest
 *                    as are granted, all freed, then as many of the smallest
 *   recounted        the program, then every live block freed, then the requests of "counted"
 *   beforeRefusal    the program up to a refused request, without it, then a large grant asked
 *   afterRefusal     the same with the refused request
 *   rounds           the program and a full drain, many times over; see `src/engine/derive-rounds.ts`
 */
export type TrialRole =
  | 'main'
  | 'again'
  | 'withoutRefused'
  | 'calibrate'
  | 'drained'
  | 'counted'
  | 'recounted'
  | 'beforeRefusal'
  | 'afterRefusal'
  | 'rounds';

/** An execution that is run for a property's sake. */
export type DerivedRole = Exclude<TrialRole, 'main'>;

export interface Trial {
  readonly main: Execution;
  readonly others: readonly TrialExecution[];
}

export interface TrialExecution {
  readonly role: DerivedRole;
  readonly execution: Execution;
}
