/**
 * Source of a bump allocator that is right, or whose blocks of more than eight bytes share their
 * last byte with the next one. Small, so that a campaign takes a moment.
 */
export function sampleAllocator(isBroken: boolean): string {
  return `
export const contract = {
  name: 'sample',
  requests: ['alloc', 'dealloc'],
  alignment: { maximum: 8 },
  region: { sizeMultiple: 1, smallestBytes: 64, largestBytes: 4096, baseAlign: 1 },
};
export default function make({ memory, base, bytes }) {
  let cursor = base;
  return {
    memory,
    alloc(size, align) {
      const start = Math.ceil(cursor / align) * align;
      if (start + size > base + bytes) return null;
      cursor = start + ${isBroken ? '(size > 8 ? size - 1 : size)' : 'size'};
      return start;
    },
    dealloc() {},
  };
}
`;
}
