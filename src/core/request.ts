import type { Quantity } from './quantity.js';
import type { RequestKindCode } from './request-kind.js';
import type { EntryPointCode } from './entry-point.js';

/**
 * One request of a program, decoded. In the program it is four 32-bit words (S2):
 *
 *   word 0   kind 5 | entry 4 | alignLog2 5 | thread 4 | size base 7 | second base 7 (low bits first)
 *   word 1   index of the request that produced the allocation, -1 for none
 *   word 2   offset of the size
 *   word 3   offset of the second quantity
 *
 * What `size` and `second` mean depends on the kind:
 *
 *   alloc, allocZeroed, realloc, resizeInPlace   size = bytes
 *   allocArray, reallocArray                     size = bytes of an element, second = count
 *   deallocInvalid   size.offset = distance in bytes, second.offset = code of InvalidFree
 *   extend, resize   size = bytes
 *   append           size = bytes, second = gap in bytes
 *   badAlign         size = bytes, second = the alignment asked, one that nobody may grant
 *   fill             size = bytes of each grant, second = most grants asked for
 *   drain            size.offset = code of DrainOrder or DRAIN_ROUNDS, second.offset = seed of the
 *                    random order, or how many rounds, of which `reference` is the first request
 *                    (-1 for the one behind the drain before)
 */
export interface Request {
  readonly kind: RequestKindCode;
  readonly entry: EntryPointCode;
  /** log2 of the asked alignment, 0 to 31; 0 asks for nothing. For realloc: keep the old one. */
  readonly alignLog2: number;
  readonly thread: number;
  /** Producer's request index; -1 for none, and for the null of `realloc(null, n)`. */
  readonly reference: number;
  readonly size: Quantity;
  readonly second: Quantity;
}

export const WORDS_PER_REQUEST = 4;

/** Where the alignment stands in word 0, and in word 1 of a step. */
export const ALIGN_SHIFT = 9;
export const ALIGN_BITS = 31 << ALIGN_SHIFT;

export const kindOf = (word0: number): number => word0 & 31;
export const entryOf = (word0: number): number => (word0 >>> 5) & 15;
export const alignLog2Of = (word0: number): number => (word0 >>> 9) & 31;
export const threadOf = (word0: number): number => (word0 >>> 14) & 15;
export const sizeBaseOf = (word0: number): number => (word0 >>> 18) & 127;
export const secondBaseOf = (word0: number): number => (word0 >>> 25) & 127;

/** Word 0 of a request. All arguments within the widths given at {@link Request}. */
export function packWord0(
  kind: number,
  entry: number,
  alignLog2: number,
  thread: number,
  sizeBase: number,
  secondBase: number,
): number {
  return (
    kind | (entry << 5) | (alignLog2 << 9) | (thread << 14) | (sizeBase << 18) | (secondBase << 25)
  );
}

export function encodeRequest(request: Request, words: Int32Array, index: number): void {
  const at = index * WORDS_PER_REQUEST;
  words[at] = packWord0(
    request.kind,
    request.entry,
    request.alignLog2,
    request.thread,
    request.size.base,
    request.second.base,
  );
  words[at + 1] = request.reference;
  words[at + 2] = request.size.offset;
  words[at + 3] = request.second.offset;
}

export function decodeRequest(words: Int32Array, index: number): Request {
  const at = index * WORDS_PER_REQUEST;
  const word0 = words[at];
  return {
    kind: kindOf(word0) as RequestKindCode,
    entry: entryOf(word0) as EntryPointCode,
    alignLog2: alignLog2Of(word0),
    thread: threadOf(word0),
    reference: words[at + 1],
    size: { base: sizeBaseOf(word0), offset: words[at + 2] },
    second: { base: secondBaseOf(word0), offset: words[at + 3] },
  };
}
