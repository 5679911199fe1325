import type { CallShape } from '../core/call-shape.js';
import type { EntryPointName } from '../core/entry-point.js';
import type { RequestKindName } from '../core/request-kind.js';
import type { World } from '../core/world.js';

/**
 * A violation as a program that needs no allocert, before it is written in a language: what to ask
 * in which order, and what each answer must be. A pure function of a replay; printers render it.
 */
export interface Reproduction {
  /** What the program shows and by which clause: sentences for its head comment. */
  readonly comment: readonly string[];
  readonly locator: string;
  readonly calls: CallShape;
  readonly world: World;
  /** Bytes kept behind a given region for extend, append and resize. */
  readonly reserveBytes: number;
  /** Bytes that a growing subject may have; 0 for no limit. */
  readonly limitBytes: number;
  readonly refusal: 'null' | 'zero' | 'minusOne' | 'trap';
  /** Messages of exceptions that refuse where refusal is trap. */
  readonly refusalErrors: readonly string[];
  /** Whether a call may not come back, so that it needs a watch. */
  readonly hangs: boolean;
  /** Whether a live zero-size block must have an address of its own. */
  readonly uniqueZeroSize: boolean;
  /** Whether realloc never moves. */
  readonly reallocInPlace: boolean;
  /** Whether a refused realloc to 0 leaves nothing behind. */
  readonly reallocToZeroFrees: boolean;
  /** Whether all bytes of the usable size may be written, so that they must be nobody else's. */
  readonly usableWritable: boolean;
  readonly blocks: readonly BlockName[];
  /** Each on a fresh subject, in order. */
  readonly runs: readonly Run[];
}

/** A variable of the program. */
export interface BlockName {
  readonly name: string;
  /** Step that first granted it: the number from which its pattern is made (S8). */
  readonly number: number;
}

export interface Run {
  /** What it is for, as a sentence; empty where there is but one. */
  readonly purpose: string;
  readonly acts: readonly Act[];
  /** Where a given region lay, down to a multiple of 65,536, from which its base is counted. */
  readonly place: bigint;
  /** How often the acts are repeated; the footprint of the last rounds is then compared. */
  readonly rounds: number;
  /** Whether a failed expectation only says that there is nothing to show. */
  readonly isPremise: boolean;
  /** Most bytes of the footprint in the last quarter of the rounds; undefined where not judged. */
  readonly mostFootprintBytes: bigint | undefined;
}

/** One request with what is required of its answer. */
export interface Act {
  readonly step: number;
  /** What is asked, in the words of the literal: `A = alloc(32, align 8)`. */
  readonly text: string;
  readonly kind: RequestKindName;
  readonly entry: EntryPointName;
  /** Whether it is a realloc of null, which has no block yet. */
  readonly ofNull: boolean;
  /** Variable that it grants or speaks of; undefined for none. */
  readonly block: string | undefined;
  /** Bytes of an element for arrays; distance for invalid frees. */
  readonly size: bigint;
  /** Count, gap, asked bad alignment; code of the invalid free. */
  readonly second: bigint;
  /** Alignment that is sent where a function takes one. */
  readonly align: bigint;
  /** All bytes asked for. */
  readonly bytes: bigint;
  /** Alignment that the address must have; 1 for none. */
  readonly mustAlign: bigint;
  readonly isFilled: boolean;
  readonly isZeroed: boolean;
  readonly expected: Expected;
}

/** What an answer must be beside all that holds for every grant. */
export type Expected =
  | { readonly kind: 'any' }
  | { readonly kind: 'granted'; readonly because: string }
  | { readonly kind: 'refused'; readonly because: string }
  /** Granted at this offset from the base of the region. */
  | { readonly kind: 'at'; readonly offset: bigint }
  /** A refusal tells its error: any in errno, or one in the answer of posix_memalign. */
  | {
      readonly kind: 'tellsError';
      readonly channel: 'errno' | 'answer';
      readonly error: 'any' | 'ENOMEM' | 'EINVAL';
    }
  /** The free says that it did nothing. */
  | { readonly kind: 'rejected' }
  /** The subject gives up. */
  | { readonly kind: 'death' }
  /** The footprint stays within so many bytes. */
  | { readonly kind: 'footprint'; readonly mostBytes: bigint }
  /** The answer is kept, or compared with the one kept. */
  | { readonly kind: 'kept' | 'asKept' };
