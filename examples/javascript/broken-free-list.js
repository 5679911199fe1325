import freeList from './free-list.js';

export { contract } from './free-list.js';

/**
 * The allocator of free-list.js with another realloc, which stays where it is if the block has room:
 * plausible, quick, and wrong. A shrunk block gives its tail back, but `room` still says that it has
 * it, so that a later growth takes a tail that may be somebody else's by then.
 *
 *   npx allocert certify examples/javascript/broken-free-list.js
 *
 * @param {{ memory: SharedArrayBuffer, base: number, bytes: number }} pool
 */
export default function brokenFreeList(pool) {
  const list = freeList(pool);
  /** @type {Map<number, number>} bytes that a block was granted, by address */
  const room = new Map();

  /** @param {number} size @param {number} align */
  function alloc(size, align) {
    const address = list.alloc(size, align);
    if (address !== null) room.set(address, roundUp(size));
    return address;
  }

  /**
   * @param {number} address @param {number} oldSize @param {number} newSize @param {number} align
   * @returns {number | null}
   */
  function realloc(address, oldSize, newSize, align) {
    if (roundUp(newSize) > (room.get(address) ?? 0)) {
      const moved = list.realloc(address, oldSize, newSize, align);
      if (moved !== null) room.set(moved, roundUp(newSize));
      return moved;
    }
    const tail = roundUp(oldSize) - roundUp(newSize);
    // What is missing: room.set(address, roundUp(newSize)).
    if (tail > 0) list.dealloc(address + roundUp(newSize), tail);
    return address;
  }

  return { memory: list.memory, alloc, dealloc: list.dealloc, realloc, reset: list.reset };
}

/** @param {number} size */
const roundUp = (size) => Math.ceil(size / 16) * 16;
