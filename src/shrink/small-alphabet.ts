import { requestsOf, type Program } from '../core/program.js';
import { literal, QuantityBase, type Quantity } from '../core/quantity.js';
import type { Request } from '../core/request.js';
import { RequestKind, codesThat } from '../core/request-kind.js';
import type { World } from '../core/world.js';
import {
  blank,
  freeLetter,
  Letters,
  reallocLetter,
  toAlphabet,
  type Alphabet,
} from './alphabet.js';
import { hasSize, isProducer } from './shrink-draft.js';

/** How many of the small sizes and alignments the letters come in. */
export type SmallReach =
  /** All: for programs of one request. */
  | 'every'
  /** Those that most faults of two requests need. */
  | 'few'
  /** 1, 17 and 49 bytes, unaligned. */
  | 'three'
  /** 1 and 17 bytes, unaligned. */
  | 'two'
  /** 1 byte and as many as the region has, unaligned: what is full with one block. */
  | 'whole'
  /** alloc, realloc and free of 1 and 17 bytes, and a realloc to more than there is: up to five requests. */
  | 'verbs'
  /** Blocks of 1 and 49 bytes, and of 1 byte aligned to 32 and 64: free room between live blocks. */
  | 'gaps';

/**
 * The kinds of a witness with sizes and alignments at which allocators go wrong, whatever the
 * witness's own are: below and above a granule and a header, what just fits and just does not,
 * powers of two, and the ends of the size type.
 *
 * A witness that was shrunk in one place of this space has often nothing to do with the shortest one
 * but its kinds. Programs of one or two requests are so few that they are simply all run.
 */
export function smallAlphabet(
  program: Program,
  reach: SmallReach,
  mayAsk: (program: Program) => boolean,
): Alphabet {
  const letters = new Letters();
  if (reach === 'gaps' || reach === 'verbs') {
    const fixed = reach === 'gaps' ? gapLetters : verbLetters;
    for (const letter of [freeLetter, ...fixed]) letters.add(letter);
    return toAlphabet(letters, program, mayAsk);
  }
  const requests = requestsOf(program);
  const sizes = smallSizes(program.world, reach);
  const aligns = alignsOf(requests, reach);
  const isSingle = reach === 'every';
  const isMinimal = reach === 'two' || reach === 'three' || reach === 'whole';
  if (!isSingle) letters.add(freeLetter);
  for (const request of [
    blank,
    ...(isMinimal ? [reallocLetter] : []),
    ...oneOfEachKind(requests),
  ]) {
    // A program of one request has no block for it to be about.
    if (isSingle && request.reference >= 0) continue;
    // A fill is as many requests as its size makes it; its own sizes will do.
    if (!hasSize(request) || request.kind === RequestKind.fill) {
      letters.add(request);
      continue;
    }
    for (const size of growsRegion.has(request.kind) ? growths : sizes) {
      for (const alignLog2 of alignsFor(request, aligns))
        letters.add({ ...request, size, alignLog2 });
    }
  }
  if (!isMinimal) {
    for (const request of requests) if (!isSingle || request.reference < 0) letters.add(request);
  }
  return toAlphabet(letters, program, mayAsk);
}

const gapLetters: readonly Request[] = [
  { ...blank, size: literal(1) },
  { ...blank, size: literal(49) },
  { ...blank, size: literal(1), alignLog2: 5 },
  { ...blank, size: literal(1), alignLog2: 6 },
];

const verbLetters: readonly Request[] = [
  ...[blank, reallocLetter].flatMap((letter) =>
    [1, 17].map((bytes) => ({ ...letter, size: literal(bytes) })),
  ),
  // A realloc that nothing can grant.
  { ...reallocLetter, size: { base: QuantityBase.regionBytes, offset: 1 } },
];

const growsRegion = codesThat('growsRegion');

/** For a realloc, 1 means as before, so that a smaller alignment has to be named. */
function alignsFor(request: Request, aligns: readonly number[]): readonly number[] {
  if (isProducer(request) || aligns.length === 1) return aligns;
  return request.kind === RequestKind.realloc ? [...aligns, SMALL_ALIGN_LOG2] : [0];
}

const SMALL_ALIGN_LOG2 = 3;

function oneOfEachKind(requests: readonly Request[]): Request[] {
  const byKind = new Map<string, Request>();
  for (const request of requests) {
    byKind.set(`${request.kind} ${request.entry} ${request.reference < 0}`, request);
  }
  return [...byKind.values()];
}

/** log2 of 1, 32, 64 and 4,096. */
const smallAligns = { every: [0, 5, 6, 12], few: [0, 6] } as const;

function alignsOf(
  requests: readonly Request[],
  reach: Exclude<SmallReach, 'gaps' | 'verbs'>,
): number[] {
  if (reach === 'two' || reach === 'three' || reach === 'whole') return [0];
  const own = Math.max(0, ...requests.map((request) => request.alignLog2));
  return [...new Set([...smallAligns[reach], own])];
}

const everySmall = [
  0, 1, 2, 3, 4, 5, 8, 9, 15, 16, 17, 24, 31, 32, 33, 40, 48, 49, 56, 63, 64, 65, 72, 96, 100, 127,
  128, 129, 248, 255, 256, 257, 512, 520, 1_000, 1_024, 2_048, 4_095, 4_096, 4_097, 4_112, 8_192,
  65_535, 65_536, 65_537, 1_048_576,
];
const fewSmall = [0, 1, 8, 9, 17, 40, 49, 64, 72];
/** Bytes beyond the region's end. */
const everyEnd = [-64, -32, -24, -17, -16, -15, -9, -8, -7, -1, 0, 1, 8, 16];
const fewEnds = [-16, -8, 0, 1, 8];
const growths = [0, 1, 8, 16, 64].map(literal);

function smallSizes(world: World, reach: SmallReach): Quantity[] {
  if (reach === 'two') return [1, 17].map(literal);
  if (reach === 'three') return [1, 17, 49].map(literal);
  if (reach === 'whole') return [1, Math.max(1, world.regionBytes)].map(literal);
  const isEvery = reach === 'every';
  const ends = isEvery ? everyEnd : fewEnds;
  const region = world.regionBytes;
  const half = region >> 1;
  const own =
    region === 0 ? [] : [half, half + 1, half + 8, ...ends.map((bytes) => region + bytes)];
  const small = [...(isEvery ? everySmall : fewSmall), ...own];
  const { sizeMax, ptrdiffMax, powerOfTwo } = QuantityBase;
  const large: Quantity[] = [
    { base: powerOfTwo + 32, offset: 0 },
    { base: powerOfTwo + 32, offset: 1 },
    { base: ptrdiffMax, offset: 0 },
    { base: ptrdiffMax, offset: 1 },
    { base: sizeMax, offset: 0 },
    { base: sizeMax, offset: -15 },
  ];
  const literals = [...new Set(small)].filter((bytes) => bytes >= 0).sort((a, b) => a - b);
  return [...literals.map(literal), ...(isEvery ? large : large.slice(0, 1))];
}
