import type { Contract } from './document/contract-schema.js';

/**
 * Clauses that no verdict and no question depends on yet, with the reason: what a contract says by them
 * is promised and not tested.
 */
export const notJudged: Readonly<Record<string, string>> = {
  threads: 'every request comes from one thread',
};

/** What a contract promises and nobody tests, as notes for a report. */
export const notTested = ({ threads }: Contract): string[] =>
  threads === 'any' ? [`NOT TESTED: threads: any, since ${notJudged['threads']}`] : [];
