/**
 * Best fit over the offsets of a buffer that lies on a GPU, where nobody can write a header: a block is
 * an object with its offset, and its owner gives that object back.
 *
 *   npx allocert certify examples/owners/gpu-sub-allocator.mjs --contract examples/owners/gpu-sub-allocator.json
 *
 * @typedef {{ offset: number, end: number }} Range
 * @param {import('allocert').Pool} pool
 * @returns {import('allocert').Allocator<Range>}
 */
export default function subAllocator({ bytes }) {
  /** @type {Range[]} ordered by offset; no two touch */
  const free = [{ offset: 0, end: bytes }];
  return {
    memory: null,
    alloc(size, align) {
      const unit = Math.max(align, 256);
      const length = roundUp(size, 256);
      const fits = free.filter(({ offset, end }) => roundUp(offset, unit) + length <= end);
      const best = fits.sort((a, b) => a.end - a.offset - (b.end - b.offset))[0];
      if (best === undefined) return null;
      const offset = roundUp(best.offset, unit);
      const block = { offset, end: offset + length };
      const rest = [
        { offset: best.offset, end: offset },
        { offset: block.end, end: best.end },
      ];
      free.splice(free.indexOf(best), 1, ...rest.filter((range) => range.offset < range.end));
      return block;
    },
    dealloc(block) {
      const behind = free.findIndex(({ offset }) => offset > block.offset);
      const at = behind < 0 ? free.length : behind;
      const left = free[at - 1];
      const right = free[at];
      const joinsLeft = left?.end === block.offset;
      const joinsRight = right?.offset === block.end;
      free.splice(at - Number(joinsLeft), Number(joinsLeft) + Number(joinsRight), {
        offset: joinsLeft && left !== undefined ? left.offset : block.offset,
        end: joinsRight && right !== undefined ? right.end : block.end,
      });
    },
  };
}

/** @param {number} value @param {number} unit */
const roundUp = (value, unit) => Math.ceil(value / unit) * unit;
