/** How a first-fit pool is divided: the bitmap first, the blocks behind it, then slack. */
export interface BlockLayout {
  readonly blockCount: number;
  /** The bytes before the first block: the bitmap, rounded up to whole blocks. */
  readonly bitmapBytes: number;
}

/**
 * Divides `poolBytes` between as many blocks as fit and the bitmap that describes them.
 *
 * The count is the largest k with ceil(k / 8) rounded up to the block, plus k blocks, at most the
 * pool. 1,024 bytes in blocks of 16 give 63 blocks from offset 16; in blocks of 256, 3 from 256.
 * It is found by counting down from what would fit without a bitmap, because bitmap and blocks
 * shrink together: the first count that fits is the largest, and no formula needs a proof.
 */
export function blockLayout(poolBytes: number, blockBytes: number): BlockLayout {
  let blockCount = Math.floor(poolBytes / blockBytes);
  while (bitmapBytesFor(blockCount, blockBytes) + blockCount * blockBytes > poolBytes) {
    blockCount--;
  }
  return { blockCount, bitmapBytes: bitmapBytesFor(blockCount, blockBytes) };
}

function bitmapBytesFor(blockCount: number, blockBytes: number): number {
  const bytes = Math.ceil(blockCount / 8);
  return Math.ceil(bytes / blockBytes) * blockBytes;
}
