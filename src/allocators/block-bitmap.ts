/**
 * One bit per block, in bytes that somebody else owns: set for allocated, clear for free.
 *
 * Block i is bit i mod 8, counted from the least significant, of byte floor(i / 8). The bits behind
 * the last block are clear and never read. It does no locking, and trusts its caller with indices.
 */
export class BlockBitmap {
  readonly #bytes: Uint8Array;
  readonly #blockCount: number;

  constructor(bytes: Uint8Array, blockCount: number) {
    this.#bytes = bytes;
    this.#blockCount = blockCount;
  }

  /** Whether the block is allocated. */
  has(block: number): boolean {
    return (this.#bytes[block >> 3] & (1 << (block & 7))) !== 0;
  }

  /** Marks the blocks [first, first + count) as allocated. */
  set(first: number, count: number): void {
    for (let block = first; block < first + count; block++) {
      this.#bytes[block >> 3] |= 1 << (block & 7);
    }
  }

  /** Marks the blocks [first, first + count) as free. */
  clear(first: number, count: number): void {
    for (let block = first; block < first + count; block++) {
      this.#bytes[block >> 3] &= ~(1 << (block & 7));
    }
  }

  /** Marks every block as free, whatever the bytes held. */
  clearAll(): void {
    this.#bytes.fill(0);
  }

  /** The lowest block that starts `count` free ones in a row, or null where there is none. */
  firstFreeRun(count: number): number | null {
    let runStart = 0;
    for (let block = 0; block < this.#blockCount; block++) {
      if (this.has(block)) runStart = block + 1;
      else if (block + 1 - runStart === count) return runStart;
    }
    return null;
  }
}
