import { z } from 'zod';

/**
 * The alignments that a contract can speak of, in bytes (S28). A list and not a predicate, because the
 * JSON Schema must say the same as this one.
 */
export const alignments: readonly number[] = Array.from({ length: 17 }, (_, power) => 2 ** power);

/** One of those alignments. */
export const powerOfTwo = z.literal(alignments);
/** A length or an offset in bytes, exact as a JS number. */
export const bytes = z.number().int().nonnegative();
/** A length in bytes that is not 0. */
export const atLeastOne = z.number().int().min(1);
