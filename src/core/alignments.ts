/**
 * The alignments that a contract can speak of, in bytes (S28). A list and not a predicate, because the
 * JSON Schema must say the same as this one.
 */
export const alignments: readonly number[] = Array.from({ length: 17 }, (_, power) => 2 ** power);
