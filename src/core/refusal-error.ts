/**
 * The error that a refusal named: errno as it stood after the call, having been 0 before it, or what
 * posix_memalign answered. Its index is its code in a step's record; a process without errno, and a
 * driver that does not look at it, writes 0. Error numbers differ between systems, so that the record
 * holds the names that POSIX asks for.
 */
export const refusalErrorNames = ['unobserved', 'none', 'ENOMEM', 'EINVAL', 'other'] as const;
export type RefusalErrorName = (typeof refusalErrorNames)[number];

/** Code of a refusal of which no error was observed. */
export const ERROR_UNOBSERVED = refusalErrorNames.indexOf('unobserved');
