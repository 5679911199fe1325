/**
 * Clauses that no verdict and no question depends on yet, with the reason: what a contract says by them
 * is promised and not tested. Reports read it.
 */
export const notJudged: Readonly<Record<string, string>> = {
  threads: 'every request comes from one thread',
};
