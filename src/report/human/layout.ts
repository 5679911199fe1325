/** How wide a report for people is, and how much it tells. */
export interface Layout {
  /** Characters of a line of prose. Programs and commands stay whole, so that they can be copied. */
  readonly width: number;
  /** Whether a line that is longer is broken by the reader's terminal, in the middle of a word. */
  readonly isTerminal: boolean;
  /** Whether goals that cannot be met are told with their reasons. */
  readonly isVerbose: boolean;
}

/** For files and pipes, which have no width of their own. */
export const fileLayout: Layout = { width: 100, isTerminal: false, isVerbose: false };
