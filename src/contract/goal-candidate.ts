/** A goal before it is known whether contract and subject make it possible. */
export interface GoalCandidate {
  readonly id: string;
  readonly what: string;
  /** Absent: as often as is common. */
  readonly need?: number;
  /** Why it cannot be reached; undefined where it can. */
  readonly impossible: string | undefined;
}

/** For `impossible`: nothing where the condition holds, else the reason. */
export const unless = (possible: boolean, because: string): string | undefined =>
  possible ? undefined : because;
