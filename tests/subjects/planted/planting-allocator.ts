import type { Allocator, AllocatorFactory } from '../../../dist/src/subjects/module-port.js';

export const FLIPPED = 0x5a;
const FIRST_PLANTED_REALLOC = 512;

/** An allocator that damages one byte of the caller's choice; ../native/c/planter.c says which. */
export const plantingAllocator: AllocatorFactory = ({ memory, base, bytes }) => {
  const memoryBytes = new Uint8Array(memory);
  let cursor = base;
  let last = { address: -1, size: 0 };
  let beforeLast = last;
  const flip = (address: number): void => {
    memoryBytes[address] ^= FLIPPED;
  };
  const alloc = (size: number): number | null => {
    if (size > base + bytes - cursor) return null;
    beforeLast = last;
    last = { address: cursor, size };
    cursor += size;
    return last.address;
  };
  const allocator: Allocator = {
    memory,
    alloc,
    allocZeroed(size) {
      const planted = last.size - 1;
      const address = alloc(size);
      if (address === null) return null;
      memoryBytes.fill(0, address, address + size);
      if (planted >= 0 && planted < size) flip(address + planted);
      return address;
    },
    realloc(old, oldSize, size) {
      const address = alloc(size);
      if (address === null || old === null) return null;
      const kept = Math.min(oldSize, size);
      memoryBytes.copyWithin(address, old, old + kept);
      const planted = size - FIRST_PLANTED_REALLOC;
      if (planted >= 0 && planted < kept) flip(address + planted);
      return address;
    },
    dealloc(address, size) {
      if (address === last.address && beforeLast.address >= 0) flip(beforeLast.address + size - 1);
    },
  };
  return allocator;
};
