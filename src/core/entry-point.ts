/**
 * The function of the subject through which a request goes (S1). `plain` is the one that the
 * subject's ABI has for the kind: a module's `alloc`, `malloc` for a request without alignment.
 */
export const EntryPoint = {
  plain: 0,
  malloc: 1,
  calloc: 2,
  aligned_alloc: 3,
  posix_memalign: 4,
  memalign: 5,
  realloc: 6,
  reallocarray: 7,
} as const;

export type EntryPointName = keyof typeof EntryPoint;
export type EntryPointCode = (typeof EntryPoint)[EntryPointName];
export const entryPointNames = Object.keys(EntryPoint) as readonly EntryPointName[];
