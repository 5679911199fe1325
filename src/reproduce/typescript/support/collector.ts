let frees = 0;

/** Unpinned objects are collected now and then. */
export function collectSometimes(collect: () => unknown): void {
  if (++frees % 32 === 0) collect();
}
