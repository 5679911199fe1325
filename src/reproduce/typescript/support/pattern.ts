/** Every byte depends on the block, its generation and its place, so that no copy goes unseen. */
export function patternByte(number: number, generation: number, offset: number): number {
  let h = Math.imul(number + 1, 0x85ebca6b) ^ Math.imul(generation + 1, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  const word = ((h ^ (h >>> 16)) + Math.imul(Math.floor(offset / 4), 0x9e3779b1)) | 0;
  return (word >>> ((offset % 4) * 8)) & 255;
}
