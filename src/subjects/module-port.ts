/**
 * What a JavaScript or TypeScript module gives to be certified. The file's default export is an
 * allocator, or a function that makes one for a given pool; `export const contract` names a preset
 * or holds a contract document.
 *
 * Addresses are non-negative integers: indices into `memory`, or plain offsets where there is none
 * (GPU sub-allocators, id ranges: judged without contents). A refusal is null or undefined (S11).
 *
 * A block may be an object in place of its address, with the address as `address`, `offset` or, of a
 * view, `byteOffset`. It is kept, and given back wherever the block is named.
 */
export interface Allocator<Block = number> {
  alloc(size: number, align: number): Block | null | undefined;
  /** `false` says that the free was rejected. */
  dealloc?(block: Block, size: number, align: number): unknown;
  allocZeroed?(size: number, align: number): Block | null | undefined;
  allocArray?(count: number, size: number): Block | null | undefined;
  realloc?(
    block: Block | null,
    oldSize: number,
    newSize: number,
    align: number,
  ): Block | null | undefined;
  reallocArray?(
    block: Block | null,
    oldSize: number,
    count: number,
    size: number,
  ): Block | null | undefined;
  /** Whether the block has the new size now, at its old address. */
  resizeInPlace?(block: Block, oldSize: number, newSize: number, align: number): boolean;
  /** `false` says that it was rejected. Absent: dealloc(null) is not asked. */
  deallocNull?(): unknown;
  usableSize?(block: Block): number;
  /** Ends all allocations; the region is fresh. */
  reset?(): void;
  /**
   * Puts everything back to how the factory made it, before the next program; false where it cannot, and
   * another is made. Asked where a factory promises its allocators, and never behind what threw.
   */
  renew?(): boolean;
  /** Tells the allocator that its region goes on for so many bytes; false refuses. */
  extend?(bytes: number): unknown;
  append?(gap: number, bytes: number): unknown;
  resize?(bytes: number): unknown;
  /**
   * Behind the addresses; absent with a pool: that of the pool. Another one, or null for none, takes of
   * the pool the length alone, and addresses count from 0.
   */
  readonly memory?: ArrayBufferLike | null;
  /**
   * Bits of a size: 32 for what ends in WebAssembly, which takes 2^52 for 0. Absent: 53, any integer of
   * JavaScript. No size beyond is asked.
   */
  readonly sizeBits?: 32 | 53;
  /**
   * Whether `alloc` honours `align`. Absent: where it declares two parameters (`alloc.length`, which
   * counts neither rest parameters nor those with a default). Else natural alignment alone is asked.
   */
  readonly takesAlignment?: boolean;
  /** Where the region lies; absent with a pool: the pool. Re-read after every call. */
  region?(): { readonly base: number; readonly end: number };
  /** Bytes held from the host, if the allocator grows. */
  footprint?(): number;
}

/** The region that the harness hands over: bytes [base, base + bytes) of `memory`. */
export interface Pool {
  readonly memory: SharedArrayBuffer;
  readonly base: number;
  readonly bytes: number;
}

/**
 * Makes a fresh allocator for each program; null refuses the pool. A factory that declares no
 * parameter is given no pool: its allocators bring a region of their own, or none.
 */
export type AllocatorFactory<Block = number> = (pool: Pool) => Allocator<Block> | null;

/** The same for what loads asynchronously; it is awaited ahead, and is given no pool. */
export type AsyncAllocatorFactory = () => Promise<Allocator>;

export interface AllocatorModule {
  readonly default: Allocator | AllocatorFactory | AsyncAllocatorFactory;
  /** Preset name or contract document. */
  readonly contract?: unknown;
}
