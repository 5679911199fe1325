/** The only clock of the engine: milliseconds, monotonic. It times reports and budgets, never verdicts. */
export const now = (): number => performance.now();

export const elapsedSince = (start: number): number => Math.round(performance.now() - start);
