import { RequestKind } from '../core/request-kind.js';
import {
  writeDrain,
  writeFillAgain,
  writeLadder,
  writePermutedFrees,
  writeReallocTiny,
  writeSameAgain,
  writeShrinkThenGrow,
} from './episodes.js';
import {
  writeBadAlign,
  writeExtreme,
  writeOutsideBounds,
  writePageEdge,
  writeReallocNull,
  writeRemaining,
  writeSizeEqualsAlign,
  writeSmallSizeLargeAlign,
  writeUsable,
  writeWrappedProduct,
  writeZeroSize,
} from './rare-requests.js';
import { Rare } from './request-profile.js';
import type { RequestWriter } from './request-writer.js';
import { writeGrow } from './write-grow.js';
import { writeInvalidFree } from './write-invalid-free.js';

/** Writes the rare request or episode of a code; nothing where it cannot apply just now. */
export function writeRare(writer: RequestWriter, rare: number): void {
  switch (rare) {
    case Rare.extreme:
      writeExtreme(writer, false);
      break;
    case Rare.reallocExtreme:
      writeExtreme(writer, true);
      break;
    case Rare.wrappedProduct:
      writeWrappedProduct(writer);
      break;
    case Rare.exactRemaining:
      writeRemaining(writer);
      break;
    case Rare.zeroSize:
      writeZeroSize(writer);
      break;
    case Rare.outsideBounds:
      writeOutsideBounds(writer);
      break;
    case Rare.smallSizeLargeAlign:
      writeSmallSizeLargeAlign(writer);
      break;
    case Rare.sizeEqualsAlign:
      writeSizeEqualsAlign(writer);
      break;
    case Rare.pageEdge:
      writePageEdge(writer);
      break;
    case Rare.freeNull:
      writer.put(RequestKind.deallocNull, -1, 0, 0);
      break;
    case Rare.invalidFree:
      writeInvalidFree(writer, false);
      break;
    case Rare.badAlign:
      writeBadAlign(writer);
      break;
    case Rare.usable:
      writeUsable(writer);
      break;
    case Rare.grow:
      writeGrow(writer);
      break;
    case Rare.fillAgain:
      writeFillAgain(writer);
      break;
    case Rare.drain:
      writeDrain(writer);
      break;
    case Rare.ladder:
      writeLadder(writer);
      break;
    case Rare.shrinkThenGrow:
      writeShrinkThenGrow(writer);
      break;
    case Rare.reallocTiny:
      writeReallocTiny(writer);
      break;
    case Rare.permutedFrees:
      writePermutedFrees(writer);
      break;
    case Rare.sameAgain:
      writeSameAgain(writer);
      break;
    case Rare.reallocNull:
      writeReallocNull(writer);
      break;
  }
}
