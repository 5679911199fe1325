/**
 * Clauses that no verdict and no question depends on yet, with the reason: what a contract says by them
 * is promised and not tested.
 */
export const notJudged = {
  threads: 'every request comes from one thread',
} as const satisfies Readonly<Record<string, string>>;
