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

/**
 * What requests of a kind are, as far as rules speak of many kinds at once:
 *
 *   asksForMemory   may be granted a block at an address of the allocator's choice, or be refused
 *   asksForLayout   asks for one new block of a size and an alignment
 *   makesBlock      a grant is a block of its own, with no old one; badAlign must not be granted
 *   resizes         gives the block that it names another size
 *   moves           and may answer another address
 *   keepsAlignment  is of the block's alignment where it asks for none
 *   isArray         asks for count times size bytes
 *   zeroes          the bytes that it grants are zero
 *   isSized         asks for a number of bytes
 *   takesAlignment  may carry an alignment of its own
 *   frees           ends blocks, each by a free
 *   endsAll         leaves no block live
 *   namesBlock      has no meaning without a block
 *   growsRegion     gives bytes to the region, or takes them away
 *   isMacro         is expanded to several calls where it runs
 */
const traits = {
  init: [],
  alloc: ['asksForMemory', 'asksForLayout', 'makesBlock', 'isSized', 'takesAlignment'],
  allocZeroed: [
    'asksForMemory',
    'asksForLayout',
    'makesBlock',
    'isSized',
    'takesAlignment',
    'zeroes',
  ],
  allocArray: ['asksForMemory', 'makesBlock', 'isSized', 'isArray', 'zeroes'],
  realloc: ['asksForMemory', 'resizes', 'moves', 'keepsAlignment', 'isSized', 'takesAlignment'],
  reallocArray: ['asksForMemory', 'resizes', 'moves', 'isSized', 'isArray'],
  resizeInPlace: ['resizes', 'keepsAlignment', 'isSized', 'namesBlock'],
  dealloc: ['frees', 'namesBlock'],
  deallocNull: [],
  deallocInvalid: [],
  usable: ['namesBlock'],
  reset: ['endsAll'],
  extend: ['growsRegion'],
  append: ['growsRegion'],
  resize: ['growsRegion'],
  badAlign: ['makesBlock', 'isSized'],
  fill: ['asksForMemory', 'asksForLayout', 'makesBlock', 'isSized', 'takesAlignment', 'isMacro'],
  drain: ['frees', 'endsAll', 'isMacro'],
} as const satisfies Record<RequestKindName, readonly string[]>;

export type RequestTrait = (typeof traits)[RequestKindName][number];

/** The same as a type. */
export type KindThat<Trait extends RequestTrait> = {
  [K in RequestKindName]: Trait extends (typeof traits)[K][number] ? K : never;
}[RequestKindName];

/** The kinds that have a trait. */
export const kindsThat = (trait: RequestTrait): ReadonlySet<RequestKindName> =>
  new Set(
    requestKindNames.filter((kind) => (traits[kind] as readonly RequestTrait[]).includes(trait)),
  );

/** Their codes. */
export const codesThat = (trait: RequestTrait): ReadonlySet<number> =>
  new Set([...kindsThat(trait)].map((kind) => RequestKind[kind]));

/** The kinds that a contract can name: init is a step and no request, macros are made of others. */
export type ContractKind = Exclude<RequestKindName, 'init' | 'fill' | 'drain'>;
export const contractKinds: readonly ContractKind[] = requestKindNames.filter(
  (kind): kind is ContractKind => kind !== 'init' && !kindsThat('isMacro').has(kind),
);

/** The kind of the calls that a request comes to: its own, or those that a macro is made of. */
export function calledKind(kind: RequestKindName): RequestKindName {
  if (kind === 'fill') return 'alloc';
  return kind === 'drain' ? 'dealloc' : kind;
}

/** What `deallocInvalid` hands in (S1, S16). The code stands in the request's fourth word. */
export const InvalidFree = { foreign: 0, interior: 1, twice: 2, wrongSize: 3 } as const;
export type InvalidFreeName = keyof typeof InvalidFree;
export const invalidFreeNames = Object.keys(InvalidFree) as readonly InvalidFreeName[];

/** The order in which `drain` frees what is live (S24). The code stands in the third word. */
export const DrainOrder = { address: 0, reverse: 1, oddEven: 2, random: 3 } as const;
export type DrainOrderName = keyof typeof DrainOrder;
export const drainOrderNames = Object.keys(DrainOrder) as readonly DrainOrderName[];

/**
 * Stands in place of a {@link DrainOrder}, for a drain by address behind which everything asked from the
 * request on that it names, and the drain itself, is done over again, as many times in all as the fourth
 * word says. Of rounds that came out alike the first alone is recorded; one that came out otherwise is
 * recorded too, and is the last. For derived programs: millions of pairs leave a record of a few steps
 * (S25).
 */
export const DRAIN_ROUNDS = 4;
