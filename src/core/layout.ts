/** What is asked: bytes and a power of two. Checked where it is made. */
export interface Layout {
  readonly sizeBytes: number;
  readonly align: number;
}

/** @throws RangeError naming the value and the bound. */
export function makeLayout(sizeBytes: number, align: number): Layout {
  if (!Number.isSafeInteger(sizeBytes) || sizeBytes < 0) {
    throw new RangeError(`size must be an integer from 0 to 2^53-1, got ${String(sizeBytes)}`);
  }
  if (!isPowerOfTwo(align)) {
    throw new RangeError(`alignment must be a power of two, got ${String(align)}`);
  }
  return { sizeBytes, align };
}

export function isPowerOfTwo(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0 && Number.isInteger(Math.log2(value));
}
