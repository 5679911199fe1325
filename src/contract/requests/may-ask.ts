import { entryPointNames, type EntryPointName } from '../../core/entry-point.js';
import type { Request } from '../../core/request.js';
import {
  RequestKind,
  codesThat,
  invalidFreeNames,
  requestKindNames,
  calledKind,
} from '../../core/request-kind.js';
import { isBadAlignment, aligning } from './lawful-calls.js';
import { sizesAsked, type SizesAsked } from './sizes-asked.js';
import { leavesOut } from './size-law.js';
import type { Terms } from '../terms/terms.js';

/** What is known, where a request stands in its program, of the blocks and the region before it. */
export interface AskedAt {
  /** Length of the given region before it grew; 0 where the subject brings its own. Bytes. */
  readonly regionBytes: number;
  /** Most bytes by which it may have grown. */
  readonly grownBytes: number;
  /** Whether the block that the request names may have size 0. */
  readonly mayBeEmpty: boolean;
  /** log2 of the largest alignment that this block may have been asked with; 0 for none. */
  readonly blockAlignLog2: number;
}

/**
 * Why a request may not be asked, as the end of a sentence that begins with it; undefined where it may:
 * the subject has a function for it, and the contract says something about every answer.
 *
 * The only place that says so. Whatever makes, shrinks, replays or judges a request goes through it, or
 * through a table of `Terms` that it reads as well: an answer to what no caller may ask accuses an
 * allocator that has done nothing wrong.
 */
export function mayAsk(terms: Terms, at: AskedAt, request: Request): string | undefined {
  return (
    noFunction(terms, request) ??
    noClause(terms, request) ??
    wrongEntry(terms, request) ??
    wrongAlignment(terms, request) ??
    wrongBlock(terms, at, request) ??
    wrongPlace(terms, at, request) ??
    wrongGrowth(terms, at, request) ??
    wrongSize(terms, at, request)
  );
}

const leavesUndefined = ({ contractName }: Terms, clause?: string): string =>
  `which contract ${contractName} leaves undefined${clause === undefined ? '' : ` (${clause})`}`;

function noFunction({ offered }: Terms, { kind }: Request): string | undefined {
  if (offered.kinds.includes(calledKind(requestKindNames[kind]))) return undefined;
  return `for which the subject has no function; it takes ${offered.kinds.join(', ')}`;
}

function noClause(terms: Terms, request: Request): string | undefined {
  const { kind, reference, second } = request;
  const name = requestKindNames[kind];
  if (kind === RequestKind.deallocNull && terms.freeNull === 'undefined') {
    return leavesUndefined(terms, 'free.null');
  }
  if (kind === RequestKind.deallocInvalid) {
    const mode = invalidFreeNames[second.offset];
    if (!terms.invalidFrees.includes(mode)) return leavesUndefined(terms, `free.${mode}`);
  }
  if (kind === RequestKind.badAlign && !terms.judgesBadAlign) {
    return leavesUndefined(terms, 'alignment.bad');
  }
  if (!terms.kinds.includes(name)) return leavesUndefined(terms);
  if (mayMove.has(kind) && reference < 0 && !terms.reallocOfNull) {
    return leavesUndefined(terms, 'realloc.ofNull');
  }
  return undefined;
}

const mayMove = codesThat('moves');
const takesAlignment = codesThat('takesAlignment');

function wrongEntry(terms: Terms, { kind, entry, alignLog2 }: Request): string | undefined {
  const name = entryPointNames[entry];
  const { entryPoints } = terms.offered;
  if (name !== 'plain' && !entryPoints.includes(name)) {
    return `and the subject has no ${name}; it has ${entryPoints.join(', ') || 'no further entry point'}`;
  }
  if (kind === RequestKind.badAlign) {
    const { badAlignEntry } = terms;
    return name === badAlignEntry
      ? undefined
      : `and a bad alignment is put to ${badAlignEntry} only`;
  }
  if (name !== 'plain' && !terms.entryPoints.includes(name)) {
    return leavesUndefined(terms, 'entryPoints');
  }
  if (!aligning.includes(name)) return undefined;
  if (kind !== RequestKind.alloc) return `and ${name} answers no such request`;
  return alignLog2 === 0 ? `and ${name} is asked with an alignment only` : undefined;
}

function wrongAlignment(terms: Terms, request: Request): string | undefined {
  const { kind, entry, alignLog2, second } = request;
  if (kind === RequestKind.badAlign) {
    const align = second.offset;
    return isBadAlignment(align, terms) ? undefined : `and ${align} is no bad alignment`;
  }
  if (alignLog2 === 0) return undefined;
  if (!takesAlignment.has(kind)) return 'which takes no alignment';
  if (!terms.offered.takesAlignment) return 'and no function of the subject takes an alignment';
  const align = 2 ** alignLog2;
  if (align > terms.maxAlign && terms.maxAlign > 1) {
    return `with an alignment of ${align}, and ${terms.maxAlign} is the largest (alignment.maximum)`;
  }
  if (mayMove.has(kind)) {
    return terms.newAlignment ? undefined : leavesUndefined(terms, 'realloc.newAlignment');
  }
  return noAlignedEntry(terms, entryPointNames[entry], align);
}

function noAlignedEntry(terms: Terms, name: EntryPointName, align: number): string | undefined {
  const { alignedEntries, offered, pointerBytes } = terms;
  const through = offered.entryPoints.filter((entry) => aligning.includes(entry));
  if (name === 'plain' && through.length > 0) {
    return `with an alignment, which the subject takes through ${through.join(', ')} only`;
  }
  if (!alignedEntries.includes(name)) return 'with an alignment, which no lawful function takes';
  if (name === 'posix_memalign' && align < pointerBytes) {
    return `and posix_memalign takes no alignment below the size of a pointer, ${pointerBytes}`;
  }
  return undefined;
}

const resizes = codesThat('resizes');
const namesBlock = codesThat('namesBlock');

function wrongBlock(terms: Terms, at: AskedAt, request: Request): string | undefined {
  const { kind, reference, second } = request;
  if (reference < 0) {
    const needsOne =
      namesBlock.has(kind) ||
      (kind === RequestKind.deallocInvalid && invalidFreeNames[second.offset] !== 'foreign');
    return needsOne ? 'and names no block' : undefined;
  }
  if (!resizes.has(kind) || !at.mayBeEmpty || terms.reallocOfZeroSize) return undefined;
  return `of a block that may have size 0, ${leavesUndefined(terms, 'realloc.ofZeroSize')}`;
}

/** Behind a block, or at a distance from the base that is less than the region's length, is inside. */
function wrongPlace(terms: Terms, at: AskedAt, request: Request): string | undefined {
  const { kind, reference, size, second } = request;
  const isForeign =
    kind === RequestKind.deallocInvalid && invalidFreeNames[second.offset] === 'foreign';
  if (!isForeign || terms.foreignInside) return undefined;
  const bytes = (terms.region.ownBytes ?? at.regionBytes) + at.grownBytes;
  const isOutside = reference < 0 && (size.offset < 0 || size.offset >= bytes);
  return isOutside
    ? undefined
    : `inside the region, ${leavesUndefined(terms, 'free.foreignWhere')}`;
}

/** By whole granules within the reserve; and nobody tells a pool that it goes on for nothing. */
function wrongGrowth(terms: Terms, at: AskedAt, request: Request): string | undefined {
  const { kind, size, second } = request;
  if (!growsRegion.has(kind)) return undefined;
  const { growGranuleBytes: granule, reserveBytes, smallestBytes } = terms.region;
  const gap = kind === RequestKind.append ? second.offset : 0;
  const isResize = kind === RequestKind.resize;
  const more = isResize ? size.offset - at.regionBytes : size.offset + gap;
  const isWhole = more % granule === 0 && gap % granule === 0;
  if (size.base !== 0 || second.base !== 0 || !isWhole || (!isResize && size.offset <= 0)) {
    return `and the region grows by multiples of ${granule} (region.growGranuleBytes)`;
  }
  if (isResize && size.offset < smallestBytes) {
    return `to less than the smallest region, ${smallestBytes} bytes (region.smallestBytes)`;
  }
  if ((isResize ? more : at.grownBytes + more) <= reserveBytes) return undefined;
  return `beyond the ${reserveBytes} bytes that lie behind the region (region.reserveBytes)`;
}

export const growsRegion = codesThat('growsRegion');
const isSized = codesThat('isSized');

function wrongSize(terms: Terms, at: AskedAt, request: Request): string | undefined {
  if (!isSized.has(request.kind) || isPlainlyLawful(terms, at, request)) return undefined;
  const asked = sizesAsked(terms, at, request);
  if (asked === undefined) return undefined;
  const align = 2n ** BigInt(heldAlignLog2(at, request));
  if (leavesOut(terms, requestKindNames[request.kind], asked, align)) {
    return leavesUndefined(terms, 'sizes');
  }
  const isStrict = entryPointNames[request.entry] === 'aligned_alloc' && terms.sizeMultiple;
  return isStrict && !isMultiple(asked, align)
    ? leavesUndefined(terms, 'alignment.sizeMultiple')
    : undefined;
}

/** log2 of the alignment that the size must go with: the one that is asked, or that the block keeps. */
const heldAlignLog2 = ({ blockAlignLog2 }: AskedAt, { kind, alignLog2 }: Request): number =>
  alignLog2 === 0 && keepsAlignment.has(kind) ? blockAlignLog2 : alignLog2;

const keepsAlignment = codesThat('keepsAlignment');

const isMultiple = ({ least, most }: SizesAsked, align: bigint): boolean =>
  least === most && least % align === 0n;

/** A literal size between the bounds of every kind, which most are: no big numbers for these. */
function isPlainlyLawful(
  { smallest, largest, sizeMultiple, carriedAlignLog2 }: Terms,
  at: AskedAt,
  request: Request,
): boolean {
  const { kind, size, second } = request;
  if (size.base !== 0 || sizeMultiple) return false;
  const hasCount = isArray.has(kind);
  if (hasCount && second.base !== 0) return false;
  const bytes = size.offset * (hasCount ? second.offset : 1);
  const align = 2 ** Math.max(carriedAlignLog2, heldAlignLog2(at, request));
  return bytes >= smallest && bytes <= largest && bytes + align <= LEAST_PTRDIFF_MAX;
}

const isArray = codesThat('isArray');

/** PTRDIFF_MAX of the narrowest size type. */
const LEAST_PTRDIFF_MAX = 2 ** 31 - 1;
