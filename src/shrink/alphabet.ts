import { makeProgram, requestsOf, type Program } from '../core/program.js';
import { literal, type Quantity } from '../core/quantity.js';
import type { Request } from '../core/request.js';
import { InvalidFree, RequestKind, codesThat } from '../core/request-kind.js';
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
  /** Whether lawful letters can make an unlawful program: blocks of size 0, invalid frees, growth. */
  readonly isDelicate: boolean;
}

/** How much more than the witness itself an enumeration may say. */
export type AlphabetReach =
  /** The witness's own requests, its blocks as allocs too, and dealloc. */
  | 'requests'
  /** Plain blocks of its sizes and of one and four granules, some aligned to 32, and dealloc. */
  | 'blocks'
  /** Each of its kinds, and alloc, with each of its sizes and 1, each of its alignments and 1. */
  | 'own'
  /** The same with sizes of one to four granules and an alignment of 32. */
  | 'wide';

const isArray = codesThat('isArray');
const growsRegion = codesThat('growsRegion');
const isMacro = codesThat('isMacro');

const GRANULE = 16;
/** Sizes of one byte more than so many granules. */
const extraGranules = { blocks: [0, 3], own: [0], wide: [0, 1, 2, 3] } as const;
/** More sizes than these would leave only short lengths within reach. */
const MOST_BLOCK_SIZES = 3;
const WIDE_ALIGN_LOG2 = 5;
/** Above this a witness is about large blocks, and small ones would only cost time. */
const SMALL_SIZES = 4_096;

/** `mayAsk` says whether a program may be asked; letters that may not are left out. */
export function alphabetOf(
  program: Program,
  reach: AlphabetReach,
  mayAsk: (program: Program) => boolean,
): Alphabet {
  const requests = requestsOf(program);
  const letters = new Letters();
  const add = (request: Request): void => letters.add(request);
  add(freeLetter);
  for (const request of reach === 'blocks' ? [] : requests) {
    add(request);
    if (isProducer(request))
      add({ ...blank, size: request.size, alignLog2: request.alignLog2, entry: request.entry });
  }
  if (reach !== 'requests') addProducts(requests, reach, add);
  return toAlphabet(letters, program, mayAsk);
}

/** Requests to put programs together from, each once. */
export class Letters {
  private readonly byKey = new Map<string, Request>();

  /** What the request refers to does not matter, only whether it refers to a block. */
  add(request: Request): void {
    const letter = { ...request, reference: request.reference < 0 ? -1 : 0 };
    const { kind, entry, alignLog2, thread, reference, size, second } = letter;
    const numbers = [kind, entry, alignLog2, thread, reference, size.base, size.offset];
    const key = `${numbers.join()},${second.base},${second.offset}`;
    if (!this.byKey.has(key)) this.byKey.set(key, letter);
  }

  all(): Request[] {
    return [...this.byKey.values()];
  }
}

/** The letters that may be asked in the program's world, by how they are bound. */
export function toAlphabet(
  letters: Letters,
  { world, words }: Program,
  mayAsk: (program: Program) => boolean,
): Alphabet {
  const block = requestsOf({ world, words }).find(isProducer) ?? blank;
  const all = letters
    .all()
    .filter((letter) =>
      mayAsk(makeProgram(world, letter.reference < 0 ? [letter] : [block, letter])),
    );
  const bound = all.filter((request) => request.reference >= 0);
  const isTwice = ({ kind, second }: Request): boolean =>
    kind === RequestKind.deallocInvalid && second.offset === InvalidFree.twice;
  return {
    producers: all.filter((request) => isProducer(request)),
    onLive: bound.filter((r) => r.kind !== RequestKind.dealloc && !isTwice(r)),
    ending: bound.filter((request) => request.kind === RequestKind.dealloc),
    onFreed: bound.filter(isTwice),
    standalone: all.filter((request) => request.reference < 0 && !isProducer(request)),
    isDelicate: all.some(
      (letter) =>
        letter.kind === RequestKind.deallocInvalid ||
        letter.kind === RequestKind.badAlign ||
        growsRegion.has(letter.kind) ||
        isMacro.has(letter.kind) ||
        (isEmpty(letter) && !mayAsk(makeProgram(world, [letter, reallocLetter]))),
    ),
  };
}

/** Whether the request asks for no byte; what may follow is a matter of the contract. */
const isEmpty = ({ kind, size, second }: Request): boolean =>
  (hasSize({ kind }) && size.base === 0 && size.offset === 0) ||
  (isArray.has(kind) && second.base === 0 && second.offset === 0);

/** An alloc of nothing, from which letters are made. */
export const blank: Request = {
  kind: RequestKind.alloc,
  entry: 0,
  alignLog2: 0,
  thread: 0,
  reference: -1,
  size: literal(0),
  second: literal(0),
};

export const freeLetter: Request = { ...blank, kind: RequestKind.dealloc, reference: 0 };

export const reallocLetter: Request = {
  ...blank,
  kind: RequestKind.realloc,
  reference: 0,
  size: literal(1),
};

function addProducts(
  requests: readonly Request[],
  reach: Exclude<AlphabetReach, 'requests'>,
  add: (request: Request) => void,
): void {
  const sized = requests.filter(hasSize);
  const sizes = new Map<string, Quantity>();
  const addSize = (size: Quantity): void => {
    // In blocks alone, two sizes of as many granules are most often one question.
    const alike = reach === 'blocks' ? Math.ceil(size.offset / GRANULE) : size.offset;
    if (!sizes.has(`${size.base}+${alike}`)) sizes.set(`${size.base}+${alike}`, size);
  };
  const largest = Math.max(0, ...sized.map(({ size }) => (size.base === 0 ? size.offset : 0)));
  const extra = largest > SMALL_SIZES ? [0] : extraGranules[reach];
  for (const granules of extra) addSize(literal(granules * GRANULE + 1));
  for (const { size } of sized) {
    if (reach !== 'blocks' || sizes.size < MOST_BLOCK_SIZES) addSize(size);
  }
  const aligns = new Set([0, ...requests.filter(isProducer).map((request) => request.alignLog2)]);
  // A gap before an aligned block often stands for two requests that would make it.
  if (reach !== 'own') aligns.add(WIDE_ALIGN_LOG2);
  for (const request of reach === 'blocks' ? [blank] : [blank, ...sized]) {
    for (const size of sizes.values()) {
      if (!isProducer(request)) add({ ...request, size });
      else for (const alignLog2 of aligns) add({ ...request, size, alignLog2 });
    }
  }
}
