import type { World } from '../core/world.js';
import type { Contents } from './contents.js';
import type { RunSettings } from './subject.js';
import type { WideWords } from './wide-words.js';

/**
 * A subject that runs in this very thread: what an adapter for JavaScript or WebAssembly gives to
 * the executor. `open` is init, step 0: it prepares a fresh region as the world says. Any of these
 * functions may throw; that is the subject's fault and is classified by `classifyFault`.
 */
export interface Target {
  open(world: World, settings: RunSettings): Instance | 'refused';
  /**
   * Whether a program can be opened without `prepare` of the loaded subject. Absent: always, once that
   * was awaited.
   */
  isReady?(): boolean;
  /** The fault that a thrown value stands for. Undefined leaves it to the common rules. */
  classify?(thrown: unknown): { readonly fault: number; readonly message: string } | undefined;
  /**
   * Whether the programs since the last answer but `unknown` started on a fresh region, asked when
   * each program has ended. Present where programs may start with less than everything put back; who
   * never asks has everything put back. After `stale` they have to run again, and everything is put
   * back for these. Never `unknown` of the last one of a batch.
   */
  settle?(isLast: boolean): Freshness;
  /** Present where sizes have 64 bits; shared with the executor. */
  readonly wide?: WideWords;
}

/** What is known of the region on which programs started: what one left behind may mislead the next. */
export type Freshness = 'fresh' | 'unknown' | 'stale';

/** Answers that are no address. Addresses are non-negative integers below 2^53. */
export const Answer = { refused: -1, misencoded: -2, rejected: -3, done: -4 } as const;

/**
 * One region of one allocator, with every function of the port as numbers. Kinds that the subject
 * lacks are never called. Sizes and counts are integers from 0 to the subject's SIZE_MAX; `align` is
 * a power of two (1 asks for nothing); `entry` is a code of EntryPoint.
 *
 * Granting functions answer an address, `refused` or `misencoded`; the others `done`, `rejected` or
 * `refused`.
 */
export interface Instance {
  alloc(entry: number, size: number, align: number): number;
  allocZeroed(entry: number, size: number, align: number): number;
  allocArray(entry: number, count: number, size: number): number;
  /** `address` -1 is null. */
  realloc(entry: number, address: number, oldSize: number, newSize: number, align: number): number;
  reallocArray(
    entry: number,
    address: number,
    oldSize: number,
    count: number,
    size: number,
  ): number;
  resizeInPlace(address: number, oldSize: number, newSize: number, align: number): number;
  dealloc(address: number, size: number, align: number): number;
  deallocNull(): number;
  /** The usable length in bytes. */
  usable(address: number): number;
  reset(): number;
  extend(bytes: number): number;
  append(gap: number, bytes: number): number;
  resize(bytes: number): number;
  /** Asked with an alignment that nobody may grant. */
  badAlign(entry: number, size: number, align: number): number;

  /** The bytes behind addresses, index = address; undefined for allocators of a pure offset space. */
  memory: Uint8Array | undefined;
  /** The same bytes by other means than `memory`, which is then undefined; absent: none. */
  readonly contents?: Contents;
  /** The region [base, end) in addresses; end may be Infinity where it is not known. */
  readonly base: number;
  readonly end: number;
  /** Bytes held from the host; -1 where not measured. */
  readonly footprint: number;
  /** Largest footprint demanded since the last `refresh`, granted or not; 0 for none. */
  readonly demanded: number;
  /**
   * Bytes of the latest call for memory that the host refused since the last `refresh`; 0 for none.
   * Absent where nobody stands between the subject and its host.
   */
  readonly hostRefused?: number;
  /** Renews memory, base, end and footprint; answers whether any of them changed. Called after every call. */
  refresh(): boolean;
  /** Whether alloc and dealloc leave all of these alone for certain, so that nobody need ask. */
  readonly steady?: boolean;
  /** Bytes of `memory` outside the region that are under watch; undefined where nothing is known. */
  readonly watched: Watched | undefined;
  close(): void;
}

/** Half-open ranges of addresses on either side of the region, and what their bytes must be (S7). */
export interface Watched {
  readonly before: readonly [number, number];
  readonly after: readonly [number, number];
  /** The byte that was put there before init. */
  expected(address: number): number;
  /** Whether all of them are as they were; must be fast. */
  intact(): boolean;
}
