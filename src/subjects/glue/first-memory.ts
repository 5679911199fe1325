/** Bytes compared at once. */
const CHUNK_BYTES = 65_536;
const zeros = Buffer.alloc(CHUNK_BYTES);

/**
 * Remembers a memory as it is now, and answers what puts it back; false where it has grown, which
 * nothing can undo.
 *
 * What LLVM compiles keeps everything between two calls in its memory, but for the stack pointer, which
 * is where it was unless a call ended by a trap. So that is enough for an allocator in C or Rust, and
 * costs a tenth of another instance.
 */
export function rememberMemory(memory: () => ArrayBufferLike): () => boolean {
  const first = Buffer.from(memory());
  const { byteLength } = first;
  const kept = Buffer.from(first.subarray(0, usedBytes(first)));
  return () => {
    const buffer = memory();
    if (buffer.byteLength !== byteLength) return false;
    const bytes = Buffer.from(buffer);
    for (let at = 0; at < byteLength; at += CHUNK_BYTES) {
      const end = at + CHUNK_BYTES;
      if (at >= kept.length) {
        if (bytes.compare(zeros, 0, CHUNK_BYTES, at, end) !== 0) bytes.fill(0, at, end);
      } else if (bytes.compare(kept, at, end, at, end) !== 0) {
        kept.copy(bytes, at, at, end);
      }
    }
    return true;
  };
}

/** The length of what is not zero, in whole chunks. */
function usedBytes(bytes: Buffer): number {
  let end = bytes.length;
  while (end > 0 && bytes.compare(zeros, 0, CHUNK_BYTES, end - CHUNK_BYTES, end) === 0) {
    end -= CHUNK_BYTES;
  }
  return end;
}
