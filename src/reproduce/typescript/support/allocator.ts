/** What is called. An answer is not believed to be an address. */
export type Allocator = Readonly<Record<string, (...values: (number | null)[]) => unknown>>;

/** Addresses from `base` up to `end`. */
export interface Range {
  readonly base: number;
  readonly end: number;
}
