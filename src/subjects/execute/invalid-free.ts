import { InvalidFree } from '../../core/request-kind.js';
import type { LiveBits } from '../../core/live-bits.js';
import type { LiveBlocks } from './live-blocks.js';

interface InvalidFreeRequest {
  readonly mode: number;
  readonly delta: number;
  /** Slot of the reference; -1 for none. */
  readonly slot: number;
  readonly blocks: LiveBlocks;
  readonly bits: LiveBits;
  /** Where the region begins; foreign addresses that name no block are told from there. */
  readonly base: number;
}

/** The size that is told with an address that was never granted. */
const FOREIGN_BYTES = 16;

/**
 * What `deallocInvalid` hands in, or undefined where the free would be lawful or the reference has
 * no meaning: a foreign address must lie in no block that this program ever had, a freed one must not
 * have been granted again.
 */
export function invalidFreeAddress(
  request: InvalidFreeRequest,
): { address: number; size: number; align: number } | undefined {
  const { mode, delta, slot, blocks, bits, base } = request;
  if (mode === InvalidFree.foreign) {
    const address = (slot < 0 ? base : blocks.address(slot) + blocks.size(slot)) + delta;
    if (address < 0 || blocks.everHeld(address)) return undefined;
    return { address, size: FOREIGN_BYTES, align: 1 };
  }
  if (slot < 0) return undefined;
  const address = blocks.address(slot);
  const size = blocks.size(slot);
  const align = 2 ** blocks.alignLog2(slot);
  const live = blocks.isLive(slot);
  switch (mode) {
    case InvalidFree.interior:
      return live && delta > 0 && delta < size
        ? { address: address + delta, size: size - delta, align: 1 }
        : undefined;
    case InvalidFree.twice:
      return !live &&
        !bits.overlaps(address, address + Math.max(1, size)) &&
        !startsLive(blocks, address)
        ? { address, size, align }
        : undefined;
    case InvalidFree.wrongSize:
      return live && delta !== 0 && size + delta > 0
        ? { address, size: size + delta, align }
        : undefined;
    default:
      return undefined;
  }
}

/** Zero-size grants have no bits, but freeing one is lawful. */
function startsLive(blocks: LiveBlocks, address: number): boolean {
  for (let index = 0; index < blocks.liveCount; index++) {
    if (blocks.address(blocks.live[index]) === address) return true;
  }
  return false;
}
