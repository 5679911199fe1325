/** A goal before it is known whether contract and subject make it possible. */
export interface GoalCandidate {
  readonly id: string;
  readonly what: string;
  readonly need: number;
  /** Why it cannot be reached; undefined where it can. */
  readonly impossible: string | undefined;
}

/** Need of what many requests of every program do. */
export const COMMON = 16;

/**
 * Need of what a program does once or not at all: exhausts its region, frees all, lives in an odd
 * world. Small, because only a share of the programs is tallied and a trap ends an execution.
 */
export const RARE = 4;

/** Need of what is asked now and then only; to have been asked at all is what counts. */
export const SELDOM = 1;

/** For `impossible`: nothing where the condition holds, else the reason. */
export const unless = (possible: boolean, because: string): string | undefined =>
  possible ? undefined : because;
