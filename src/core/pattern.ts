/**
 * The bytes that fill a live allocation (S8): one function of the allocation's number (the index of
 * the step that first granted it), its generation (how often realloc succeeded) and the offset in
 * the block. Two blocks, two generations and two neighbouring words differ, so an overlap, a stale
 * copy and a shifted copy all show. Everyone who fills blocks has the same function, which the vectors
 * in tests/support/observation-vectors.json hold them to.
 *
 *   word(i) = patternBase(allocation, generation) + i * 0x9e3779b1   (mod 2^32)
 *   byte(offset) = byte (offset mod 4) of word(offset div 4), little-endian
 */
export const PATTERN_STEP = 0x9e3779b1 | 0;
/** Multipliers of the finaliser. */
export const PATTERN_ALLOCATION = 0x85ebca6b | 0;
export const PATTERN_GENERATION = 0xc2b2ae35 | 0;

/** First word of the pattern; the finaliser of MurmurHash3 over both numbers. */
export function patternBase(allocation: number, generation: number): number {
  let h =
    Math.imul(allocation + 1, PATTERN_ALLOCATION) ^ Math.imul(generation + 1, PATTERN_GENERATION);
  h = Math.imul(h ^ (h >>> 16), PATTERN_ALLOCATION);
  h = Math.imul(h ^ (h >>> 13), PATTERN_GENERATION);
  return h ^ (h >>> 16);
}

/** The byte at `offset` of a block whose pattern starts with `base`. */
export function patternByte(base: number, offset: number): number {
  const word = (base + Math.imul(offset >>> 2, PATTERN_STEP)) | 0;
  return (word >>> ((offset & 3) * 8)) & 255;
}
