/**
 * Writes and reads the pattern of a block where the allocator runs (S8), by its address. `from` is a
 * multiple of four, offsets are within the block, and `base` is the first word of its pattern.
 */
export interface Contents {
  fill(address: number, from: number, to: number, base: number): void;
  /** Whether [from, to) holds the pattern. */
  matches(address: number, from: number, to: number, base: number): boolean;
  /** Whether [from, to) is zero. */
  isZero(address: number, from: number, to: number): boolean;
  byteAt(address: number): number;
}
