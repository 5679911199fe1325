import { InvalidFree, RequestKind } from '../core/request-kind.js';
import { Feature } from './generator-feature.js';
import type { RequestWriter } from './request-writer.js';

/** Those that the subject survives; a fatal one only as the last request. */
export function writeInvalidFree(writer: RequestWriter, fatal: boolean): void {
  const { plan, random } = writer;
  const kinds = plan.invalidFrees.filter((mode) => plan.fatalFrees.includes(mode) === fatal);
  if (kinds.length === 0) return;
  // Of foreign addresses there are as many kinds as of all others.
  const isForeign = plan.foreignInside && kinds.includes('foreign') && random.oneIn(2);
  const code = InvalidFree[isForeign ? 'foreign' : kinds[random.below(kinds.length)]];
  if (code === InvalidFree.foreign) {
    writeForeignFree(writer);
    return;
  }
  const slot = writer.liveCount === 0 ? -1 : random.below(writer.liveCount);
  if (slot < 0) return;
  const reference = writer.liveRequest[slot];
  const size = writer.liveSize[slot];
  let distance = 0;
  switch (code) {
    case InvalidFree.interior:
      if (size < 2) return;
      distance = random.oneIn(2)
        ? 1 + random.below(size - 1)
        : Math.min(size - 1, 8 << random.below(4));
      break;
    case InvalidFree.wrongSize:
      distance = random.oneIn(2) ? 1 + random.below(64) : -random.below(size);
      if (distance === 0) distance = 1;
      break;
    default:
      // Freed at once before, so that its address cannot have been granted again.
      if (!plan.kinds.includes('dealloc') || writer.room < 2) return;
      writer.free(slot);
  }
  writer.put(RequestKind.deallocInvalid, reference, distance, code);
  writer.features |= Feature.invalidFree;
}

/**
 * An address that was never granted: outside of the region, or inside it the first unit, the last, the
 * one behind a block, or any. What some block did hold is skipped where it runs.
 */
function writeForeignFree(writer: RequestWriter): void {
  const { plan, random, capacityBytes } = writer;
  writer.features |= Feature.invalidFree;
  const put = (reference: number, distance: number): void => {
    const word0 = RequestKind.deallocInvalid;
    writer.putIfLawful(word0, reference, distance, InvalidFree.foreign);
  };
  if (!plan.foreignInside || !writer.bounded || random.oneIn(4)) {
    put(-1, capacityBytes + 16 * random.below(64) + (random.oneIn(2) ? 0 : random.below(16)));
    return;
  }
  switch (random.below(6)) {
    case 0:
      put(-1, random.oneIn(2) ? 0 : 8 * random.below(8));
      return;
    case 1:
      put(-1, capacityBytes - (random.oneIn(2) ? 1 : 2 ** random.below(8)));
      return;
    case 2:
    case 3:
    case 4: {
      if (writer.liveCount === 0) return;
      // The last one is most often the highest.
      const slot = random.oneIn(2) ? writer.liveCount - 1 : random.below(writer.liveCount);
      const padding = -writer.liveSize[slot] & (UNIT_MASKS[random.below(UNIT_MASKS.length)] ?? 0);
      put(writer.liveRequest[slot], padding + (random.oneIn(4) ? 8 * random.below(4) : 0));
      return;
    }
    default: {
      const isNear = random.oneIn(2);
      const at = isNear ? random.logUniform(capacityBytes - 1) : random.below(capacityBytes);
      put(-1, random.oneIn(3) ? at : at & ~15);
    }
  }
}

/** Bits of an address below the units in which an allocator may hand out: 1, 8 and 16 bytes. */
const UNIT_MASKS = [0, 7, 15, 15];
