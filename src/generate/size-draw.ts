import { Feature } from './generator-feature.js';
import type { RequestWriter } from './request-writer.js';

/**
 * A size from one random word, at least 1: log-uniform over the program's range of sizes, or round,
 * or near a power of two, or below 17. The caller moves it into what its kind may be asked for.
 */
export function sizeFrom(writer: RequestWriter, word: number): number {
  const log2 = writer.sizeLow + ((((word >>> 6) & 255) * writer.sizeSpan) >>> 8);
  const size = 1 << log2;
  switch ((word >>> 2) & 15) {
    case 0: {
      // Less a distance that is log-uniform itself.
      writer.features |= BELOW;
      const distance = (word >>> 20) & ((1 << ((word >>> 14) & 7)) - 1);
      return distance < size ? size - distance : 1;
    }
    case 1:
      writer.features |= ABOVE;
      return size + ((word >>> 20) & 127);
    case 2:
      return 1 + ((word >>> 20) & 15);
    case 3:
    case 4:
      return size;
    default:
      return size | ((word >>> 8) & (size - 1));
  }
}

// Constants of this module, which what is imported is not.
const { belowPowerOfTwo: BELOW, abovePowerOfTwo: ABOVE } = Feature;
