import { RequestKind } from '../core/request-kind.js';
import type { RequestWriter } from './request-writer.js';

/** extend, append or resize by whole granules within the reserve; resize makes smaller, too. */
export function writeGrow(writer: RequestWriter): void {
  const { plan, random } = writer;
  const granule = plan.region.growGranuleBytes;
  const kinds = (['extend', 'append', 'resize'] as const).filter((kind) =>
    plan.kinds.includes(kind),
  );
  const kind = kinds[random.below(kinds.length)];
  if (kind === 'resize' && random.oneIn(2)) {
    // In a pool with little in it, a block that reaches across where the end will be.
    if (writer.liveCount < 2 && plan.kinds.includes('alloc')) writeLong(writer);
    writeShrink(writer);
    return;
  }
  const left = Math.floor((plan.region.reserveBytes - writer.grownBytes) / granule);
  if (left < 1) return;
  const bytes = granule * (1 + random.logUniform(left - 1));
  if (kind === 'resize') {
    writer.put(RequestKind.resize, -1, writer.regionBytes + writer.grownBytes + bytes, 0);
  } else {
    const gaps = Math.floor((plan.region.reserveBytes - writer.grownBytes - bytes) / granule);
    const gap = kind === 'append' ? granule * drawGap(writer, gaps) : 0;
    writer.put(RequestKind[kind], -1, bytes, gap);
    writer.grownBytes += gap;
  }
  writer.grownBytes += bytes;
  writer.capacityBytes += bytes;
}

/**
 * Granules between two pieces. Those that touch, and those with less between them than a header, are
 * where pieces are taken for one: uniform draws would hardly ever make them.
 */
function drawGap({ random }: RequestWriter, most: number): number {
  switch (random.below(4)) {
    case 0:
      return 0;
    case 1:
      return random.below(most + 1);
    default:
      return random.logUniform(most);
  }
}

/** A block that takes a half of what is left, or three quarters. */
function writeLong(writer: RequestWriter): void {
  const left = writer.capacityBytes - writer.liveBytes - writer.filledBytes;
  const bytes = writer.random.oneIn(2) ? left >> 1 : left - (left >> 2);
  if (bytes > 0) writer.alloc(writer.lawful(writer.plan.sizes.alloc, bytes));
}

/** Down to the smallest lawful region. It may be refused, so the book goes on with the larger one. */
function writeShrink(writer: RequestWriter): void {
  const { plan, random } = writer;
  const bytes = writer.regionBytes + writer.grownBytes;
  const most = Math.floor(
    (bytes - (plan.worlds.region?.smallest ?? bytes)) / plan.region.growGranuleBytes,
  );
  if (most < 1) return;
  // As likely by a few granules as by half of the region.
  const granules = random.oneIn(2) ? random.logUniform(most - 1) : random.below(most);
  const less = plan.region.growGranuleBytes * (1 + granules);
  writer.put(RequestKind.resize, -1, bytes - less, 0);
}
