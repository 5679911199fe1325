import { requestsOf, type Program } from '../core/program.js';
import { literal } from '../core/quantity.js';
import type { Request } from '../core/request.js';
import { InvalidFree, RequestKind } from '../core/request-kind.js';
import { hasSize, isProducer } from './shrink-draft.js';

/**
 * The requests that an enumeration puts together. References in them mean nothing; they are bound
 * to live blocks, or to freed ones, one after the other.
 */
export interface Alphabet {
  readonly producers: readonly Request[];
  /** Requests on a live block that leave it live. */
  readonly onLive: readonly Request[];
  /** Requests that end a live block. */
  readonly ending: readonly Request[];
  readonly onFreed: readonly Request[];
  readonly standalone: readonly Request[];
}

/** How much more than the witness itself an enumeration may say. */
export type AlphabetReach =
  /** The witness's own requests, its blocks as plain allocs too, and dealloc. */
  | 'requests'
  /** Each of its kinds, and alloc, with each of its sizes and 1, each of its alignments and 1. */
  | 'own'
  /** Also blocks of one to three granules. */
  | 'wide';

const GRANULE = 16;
/** Above this a witness is about large blocks, and small ones would only cost time. */
const SMALL_SIZES = 4_096;

export function alphabetOf(program: Program, reach: AlphabetReach): Alphabet {
  const requests = requestsOf(program);
  const letters = new Map<string, Request>();
  const add = (request: Request): void => {
    const letter = { ...request, reference: -1 };
    const key = JSON.stringify([letter, request.reference >= 0]);
    if (!letters.has(key))
      letters.set(key, { ...letter, reference: request.reference < 0 ? -1 : 0 });
  };
  add({ ...blank, kind: RequestKind.dealloc, reference: 0 });
  for (const request of requests) {
    add(request);
    if (isProducer(request))
      add({ ...blank, size: request.size, alignLog2: request.alignLog2, entry: request.entry });
  }
  if (reach !== 'requests') addProducts(requests, reach, add);
  const all = [...letters.values()];
  const bound = all.filter((request) => request.reference >= 0);
  const isTwice = ({ kind, second }: Request): boolean =>
    kind === RequestKind.deallocInvalid && second.offset === InvalidFree.twice;
  return {
    producers: all.filter((request) => isProducer(request)),
    onLive: bound.filter((r) => r.kind !== RequestKind.dealloc && !isTwice(r)),
    ending: bound.filter((request) => request.kind === RequestKind.dealloc),
    onFreed: bound.filter(isTwice),
    standalone: all.filter((request) => request.reference < 0 && !isProducer(request)),
  };
}

const blank: Request = {
  kind: RequestKind.alloc,
  entry: 0,
  alignLog2: 0,
  thread: 0,
  reference: -1,
  size: literal(0),
  second: literal(0),
};

function addProducts(
  requests: readonly Request[],
  reach: AlphabetReach,
  add: (request: Request) => void,
): void {
  const sized = requests.filter(hasSize);
  const sizes = new Map(sized.map(({ size }) => [`${size.base}+${size.offset}`, size]));
  const largest = Math.max(0, ...sized.map(({ size }) => (size.base === 0 ? size.offset : 0)));
  const extra = reach === 'wide' && largest <= SMALL_SIZES ? [0, 1, 2, 3] : [0];
  for (const granules of extra)
    sizes.set(`0+${granules * GRANULE + 1}`, literal(granules * GRANULE + 1));
  const aligns = new Set([0, ...requests.filter(isProducer).map((request) => request.alignLog2)]);
  for (const request of [blank, ...sized]) {
    for (const size of sizes.values()) {
      if (!isProducer(request)) add({ ...request, size });
      else for (const alignLog2 of aligns) add({ ...request, size, alignLog2 });
    }
  }
}
