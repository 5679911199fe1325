/** What contract and subject make of a goal. */
export interface GoalRule {
  /** How often it must be reached, summed over all executions of a campaign. */
  readonly need: number;
  /** What is counted, in words. */
  readonly what: string;
  /** Why it cannot be reached; undefined where it can. */
  readonly impossible: string | undefined;
}

/** Need of what many requests of every program do. */
export const COMMON = 16;
/** Need of what a program does once or not at all: exhausts its region, lives in an odd world. */
export const RARE = 4;
/** Need of what is asked now and then only; to have been asked at all is what counts. */
export const SELDOM = 1;

/** Nothing where the condition holds, else the reason. */
export const unless = (possible: boolean, because: string): string | undefined =>
  possible ? undefined : because;
