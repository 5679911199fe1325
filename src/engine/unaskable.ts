import { badAlignEntry, isBadAlignment } from '../contract/bad-alignment.js';
import { lawfulKinds } from '../contract/lawful-kinds.js';
import { lawfulEntryPoints } from '../contract/lawful-entry-points.js';
import { sizeLaw } from '../contract/size-law.js';
import { entryPointNames } from '../core/entry-point.js';
import { requestsOf, type Program } from '../core/program.js';
import { QuantityBase } from '../core/quantity.js';
import type { Request } from '../core/request.js';
import { RequestKind, invalidFreeNames, requestKindNames } from '../core/request-kind.js';
import type { Session } from './session.js';

/**
 * Why a program cannot be put to a subject, by its first request that cannot: the subject has no
 * function for it, or the contract calls it undefined, so that every answer would be right. Undefined
 * where all can be asked.
 *
 * A program from elsewhere (a trace, a literal, a witness of an earlier build) may hold anything. A
 * missing function would look like a fault, and free(NULL) put to whom it was not promised like a
 * crash: both accuse an allocator that has done nothing wrong.
 */
export function unaskable(session: Session, program: Program): string | undefined {
  if (program.world.resets > 0 && !session.subject.description.kinds.includes('reset')) {
    return 'its world asks for resets, for which the subject has no function';
  }
  const requests = requestsOf(program);
  for (const [index, request] of requests.entries()) {
    const reason = missing(session, request) ?? undeclared(session, request);
    if (reason !== undefined) return `request ${index + 1} is ${nameOf(request)}, ${reason}`;
  }
  return undefined;
}

function missing({ subject }: Session, request: Request): string | undefined {
  const { kinds, entryPoints, takesAlignment } = subject.description;
  const kind = requestKindNames[request.kind];
  const entry = entryPointNames[request.entry];
  const needed = kind === 'fill' ? 'alloc' : kind === 'drain' ? 'dealloc' : kind;
  if (!kinds.includes(needed)) {
    return `for which the subject has no function; it takes ${kinds.join(', ')}`;
  }
  if (otherEntries.has(entry) && !entryPoints.includes(entry)) {
    return `and the subject has no ${entry}; it has ${entryPoints.join(', ') || 'no further entry point'}`;
  }
  if (request.alignLog2 === 0 || !aligned.has(request.kind)) return undefined;
  if (takesAlignment === false) return 'and no function of the subject takes an alignment';
  const aligning = entryPoints.filter((one) => aligningEntries.has(one));
  if (entry === 'plain' && aligning.length > 0) {
    return `with an alignment, which the subject takes through ${aligning.join(', ')} only`;
  }
  const pointerBytes = subject.description.sizeBits === 32 ? 4 : 8;
  if (entry === 'posix_memalign' && 2 ** request.alignLog2 < pointerBytes) {
    return `and posix_memalign takes no alignment below the size of a pointer, ${pointerBytes}`;
  }
  return undefined;
}

const aligningEntries: ReadonlySet<string> = new Set([
  'aligned_alloc',
  'posix_memalign',
  'memalign',
]);
const otherEntries: ReadonlySet<string> = new Set([...aligningEntries, 'reallocarray']);
const aligned: ReadonlySet<number> = new Set([
  RequestKind.alloc,
  RequestKind.allocZeroed,
  RequestKind.fill,
]);

function undeclared(session: Session, request: Request): string | undefined {
  const { contract, subject } = session;
  const kind = requestKindNames[request.kind];
  const entry = entryPointNames[request.entry];
  const says = `which contract ${contract.name} leaves undefined`;
  if (!lawfulKinds(contract, subject.description).includes(kind)) return says;
  if (kind === 'deallocNull' && contract.free.null === 'undefined') return `${says} (free.null)`;
  if (kind === 'deallocInvalid') {
    const mode = invalidFreeNames[request.second.offset];
    return contract.free[mode] === 'undefined' ? `${says} (free.${mode})` : undefined;
  }
  if (kind === 'badAlign') {
    if (contract.alignment.bad === 'undefined') return `${says} (alignment.bad)`;
    const expected = badAlignEntry(subject.description);
    if (entry !== expected) return `and a bad alignment is put to ${expected} only`;
    const align = request.second.offset;
    if (!isBadAlignment(align, session.plan)) return `and ${align} is no bad alignment`;
  }
  const isRealloc = kind === 'realloc' || kind === 'reallocArray';
  if (isRealloc && request.reference < 0 && contract.realloc.ofNull === 'undefined') {
    return `${says} (realloc.ofNull)`;
  }
  if (
    otherEntries.has(entry) &&
    !lawfulEntryPoints(contract, subject.description).includes(entry)
  ) {
    return `${says} (entryPoints)`;
  }
  return isUnlawfulSize(session, request) ? `${says} (sizes)` : undefined;
}

const sized: ReadonlySet<number> = new Set([
  RequestKind.alloc,
  RequestKind.allocZeroed,
  RequestKind.realloc,
]);

/** Judged for plain numbers only: what a symbol comes to is not known before the run. */
function isUnlawfulSize({ terms }: Session, request: Request): boolean {
  if (!sized.has(request.kind) || request.size.base !== QuantityBase.zero) return false;
  const [size, align] = [BigInt(request.size.offset), 1n << BigInt(request.alignLog2)];
  return sizeLaw(terms, requestKindNames[request.kind], size, align) === 'undefined';
}

function nameOf(request: Request): string {
  const kind = requestKindNames[request.kind];
  if (kind === 'deallocNull') return 'free(null)';
  if (kind === 'deallocInvalid') return `freeInvalid(${invalidFreeNames[request.second.offset]})`;
  const bytes = request.size.base === QuantityBase.zero ? ` of ${request.size.offset} bytes` : '';
  const size = sized.has(request.kind) ? bytes : '';
  return (kind === 'realloc' && request.reference < 0 ? 'realloc(null)' : kind) + size;
}
