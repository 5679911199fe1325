/** How a Rust program writes the subject's functions. */
export interface RustCallee {
  /** The function as it is called; `subject` is the expression of the opened library. */
  of(symbol: string, subject: string): string;
  /** Whether they are those of a crate, and not symbols of an opened library. */
  readonly inCrate: boolean;
}

/** Symbols that were looked up in the library: fields of the struct `Subject`. */
export const libraryCallee: RustCallee = {
  of: (symbol, subject) => `(${subject}.${symbol})`,
  inCrate: false,
};

/** Requests by functions of the program itself, which ask its `GlobalAlloc`; all else by the crate's. */
export const crateCallee = (crate: string): RustCallee => ({
  of: (symbol) => (requests.has(symbol) ? symbol.replace('allocert_', '') : `${crate}::${symbol}`),
  inCrate: true,
});

const requests: ReadonlySet<string> = new Set([
  'allocert_alloc',
  'allocert_alloc_zeroed',
  'allocert_realloc',
  'allocert_dealloc',
]);
