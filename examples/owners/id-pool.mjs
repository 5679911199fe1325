/**
 * Hands out the numbers from 0 to below the pool's length, the lowest free one first, and rejects the
 * free of what is not taken.
 *
 *   npx allocert certify examples/owners/id-pool.mjs --contract examples/owners/id-pool.json
 *
 * @param {import('allocert').Pool} pool
 * @returns {import('allocert').Allocator}
 */
export default function idPool({ bytes: count }) {
  const isTaken = new Uint8Array(count);
  return {
    // No memory lies behind the numbers.
    memory: null,
    alloc() {
      const id = isTaken.indexOf(0);
      if (id < 0) return null;
      isTaken[id] = 1;
      return id;
    },
    dealloc(id) {
      if (isTaken[id] !== 1) return false;
      isTaken[id] = 0;
      return true;
    },
  };
}
