/** Which subject a worker thread loads. Plain data. */
export interface SubjectSource {
  readonly kind: 'module' | 'wasm' | 'builtin';
  /** Absolute path of the file. */
  readonly path: string;
  readonly options: SubjectOptions;
}

export interface SubjectOptions {
  /** As the user named it. */
  readonly locator: string;
  readonly name: string;
  /** wasm: which exports are the allocator's functions, where that cannot be told from their names. */
  readonly functions?: Readonly<Record<string, string>>;
  /** wasm: most pages of 64 KiB that the memory may have. */
  readonly maxPages?: number;
  /** How long the file may take to load; absent: 30 s. */
  readonly loadLimitMs?: number;
}
