/**
 * An address-ordered free list over a given pool: first fit, split from the front, coalesce at once
 * with both neighbours. The book of free ranges is kept outside the pool, so a block costs nothing
 * beside its own bytes.
 *
 *   npx allocert certify examples/javascript/free-list.js
 *
 * A module exports what it promises as `contract`: the name of a preset, or a document.
 */
export const contract = {
  extends: 'pool',
  name: 'free list',
  // Sizes are rounded up to 16 and blocks start at multiples of it, whatever was asked.
  alignment: { natural: 16, maximum: 64 },
  // Nothing is stored in the pool, so that it may start anywhere.
  region: { baseAlign: 1 },
};

const GRANULE = 16;

/** @typedef {{ start: number, end: number }} Range half-open */

/** @param {number} value @param {number} align a power of two */
const roundUp = (value, align) => Math.ceil(value / align) * align;

/** @param {{ memory: SharedArrayBuffer, base: number, bytes: number }} pool */
export default function freeList({ memory, base, bytes }) {
  const content = new Uint8Array(memory);
  const first = roundUp(base, GRANULE);
  const last = Math.floor((base + bytes) / GRANULE) * GRANULE;

  /** @type {Range[]} ordered by address; no two touch */
  let free = [{ start: first, end: last }];

  /** @param {number} size @param {number} align @returns {number | null} */
  function alloc(size, align) {
    const length = roundUp(size, GRANULE);
    for (const [index, range] of free.entries()) {
      const start = roundUp(range.start, Math.max(align, GRANULE));
      const end = start + length;
      if (end > range.end) continue;
      const rest = [
        { start: range.start, end: start },
        { start: end, end: range.end },
      ];
      free.splice(index, 1, ...rest.filter((part) => part.start < part.end));
      return start;
    }
    return null;
  }

  /** @param {number} address @param {number} size */
  function dealloc(address, size) {
    const block = { start: address, end: address + roundUp(size, GRANULE) };
    const behind = free.findIndex((range) => range.start > address);
    const at = behind < 0 ? free.length : behind;
    const left = free.at(at - 1);
    const right = free.at(at);
    const joinsLeft = at > 0 && left?.end === block.start;
    const joinsRight = right?.start === block.end;
    free.splice(at - (joinsLeft ? 1 : 0), (joinsLeft ? 1 : 0) + (joinsRight ? 1 : 0), {
      start: joinsLeft ? left.start : block.start,
      end: joinsRight ? right.end : block.end,
    });
  }

  /** @param {number} size @param {number} align @returns {number | null} */
  function allocZeroed(size, align) {
    const address = alloc(size, align);
    if (address !== null) content.fill(0, address, address + size);
    return address;
  }

  /**
   * @param {number} address @param {number} oldSize @param {number} newSize @param {number} align
   * @returns {number | null}
   */
  function realloc(address, oldSize, newSize, align) {
    const moved = alloc(newSize, align);
    if (moved === null) return null;
    content.copyWithin(moved, address, address + Math.min(oldSize, newSize));
    dealloc(address, oldSize);
    return moved;
  }

  function reset() {
    free = [{ start: first, end: last }];
  }

  return { memory, alloc, dealloc, allocZeroed, realloc, reset };
}
