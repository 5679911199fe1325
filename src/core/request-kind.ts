/**
 * The closed list of request kinds (S1) with the number that stands for each in a program's words.
 *
 * `init` is step 0 of every execution (S4) and never a request of a program. `fill` and `drain` are
 * the two bounded macros (S6): the executor expands them and records every call as a step of its own.
 */
export const RequestKind = {
  init: 0,
  alloc: 1,
  allocZeroed: 2,
  allocArray: 3,
  realloc: 4,
  reallocArray: 5,
  resizeInPlace: 6,
  dealloc: 7,
  deallocNull: 8,
  deallocInvalid: 9,
  usable: 10,
  reset: 11,
  extend: 12,
  append: 13,
  resize: 14,
  badAlign: 15,
  fill: 16,
  drain: 17,
} as const;

export type RequestKindName = keyof typeof RequestKind;
export type RequestKindCode = (typeof RequestKind)[RequestKindName];

/** Names by code; the inverse of {@link RequestKind}. */
export const requestKindNames = Object.keys(RequestKind) as readonly RequestKindName[];

/** What `deallocInvalid` hands in (S1, S16). The code stands in the request's fourth word. */
export const InvalidFree = { foreign: 0, interior: 1, twice: 2, wrongSize: 3 } as const;
export type InvalidFreeName = keyof typeof InvalidFree;
export const invalidFreeNames = Object.keys(InvalidFree) as readonly InvalidFreeName[];

/** The order in which `drain` frees what is live (S24). The code stands in the third word. */
export const DrainOrder = { address: 0, reverse: 1, oddEven: 2, random: 3 } as const;
export type DrainOrderName = keyof typeof DrainOrder;
export const drainOrderNames = Object.keys(DrainOrder) as readonly DrainOrderName[];
