import type { Request } from '../core/request.js';
import { InvalidFree, RequestKind, codesThat } from '../core/request-kind.js';
import { producesAllocation } from '../core/program-literal.js';

/** The requests of a program while they are being changed; references are indices into the list. */
export type Draft = readonly Request[];

/**
 * The draft less the requests that `isGone` names and, in turn, everything that refers to them. The
 * references of the rest follow.
 */
export function without(draft: Draft, isGone: (index: number) => boolean): Request[] {
  return renumber(draft, isGone, (reference) => reference);
}

/**
 * The draft less the requests that `isGone` names, with references moved by `rebind` first; what
 * then still refers to something gone goes too.
 */
export function renumber(
  draft: Draft,
  isGone: (index: number) => boolean,
  rebind: (reference: number, index: number) => number,
): Request[] {
  const places = new Int32Array(draft.length).fill(-1);
  const kept: Request[] = [];
  draft.forEach((request, index) => {
    if (isGone(index)) return;
    const target = request.reference < 0 ? -1 : rebind(request.reference, index);
    if (target >= index) return;
    const reference = target < 0 ? -1 : places[target];
    if (request.reference >= 0 && reference < 0) return;
    places[index] = kept.length;
    kept.push(reference === request.reference ? request : { ...request, reference });
  });
  return kept;
}

/** The draft with one request changed. */
export function withRequest(draft: Draft, index: number, change: Partial<Request>): Request[] {
  return draft.map((request, i) => (i === index ? { ...request, ...change } : request));
}

/** The draft less the requests on names that are no longer live; where it runs they are skipped. */
export function withoutSkipped(draft: Draft): Request[] {
  const live = new Set<number>();
  const skipped = new Set<number>();
  draft.forEach((request, index) => {
    if (!applyTo(live, request, index)) skipped.add(index);
  });
  return skipped.size === 0 ? [...draft] : without(draft, (index) => skipped.has(index));
}

/** The producers that are live before the request at `index`, oldest first. */
export function liveBefore(draft: Draft, index: number): number[] {
  const live = new Set<number>();
  for (let i = 0; i < index; i++) applyTo(live, draft[i], i);
  return [...live];
}

/** Follows one request, as if everything were granted; answers whether it would be sent at all. */
export function applyTo(live: Set<number>, request: Request, index: number): boolean {
  const { kind, reference } = request;
  if (producesAllocation(kind, reference)) {
    live.add(index);
    return true;
  }
  switch (kind) {
    case RequestKind.reset:
    case RequestKind.drain:
      live.clear();
      return true;
    case RequestKind.dealloc:
      return live.delete(reference);
    case RequestKind.deallocInvalid:
      if (request.second.offset === InvalidFree.twice) return !live.has(reference);
      return reference < 0 || live.has(reference);
    default:
      return reference < 0 || live.has(reference);
  }
}

export const isProducer = (request: Request): boolean =>
  producesAllocation(request.kind, request.reference);

const isSized = codesThat('isSized');
const growsRegion = codesThat('growsRegion');

/** Whether the request's `size` is a number of bytes. */
export const hasSize = ({ kind }: Pick<Request, 'kind'>): boolean =>
  isSized.has(kind) || growsRegion.has(kind);
