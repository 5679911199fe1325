import { QuantityBase } from '../../core/quantity.js';
import type { Instance } from '../target.js';

/**
 * A symbolic quantity as a JS number, -1 where it cannot be sent (S2). The same function as
 * `resolveQuantity`, for subjects whose sizes are exact as numbers; a test compares the two.
 */
export function resolveSize(
  base: number,
  offset: number,
  sizeMax: number,
  instance: Instance,
  liveBytes: number,
  count: number,
): number {
  const value = baseValue(base, sizeMax, instance, liveBytes, count) + offset;
  return value >= 0 && value <= sizeMax ? value : -1;
}

function baseValue(
  base: number,
  sizeMax: number,
  instance: Instance,
  liveBytes: number,
  count: number,
): number {
  if (base >= QuantityBase.powerOfTwo) return 2 ** (base - QuantityBase.powerOfTwo);
  const regionBytes = instance.end - instance.base;
  switch (base) {
    case QuantityBase.zero:
      return 0;
    case QuantityBase.sizeMax:
      return sizeMax;
    case QuantityBase.ptrdiffMax:
      return Math.floor(sizeMax / 2);
    case QuantityBase.regionBytes:
      return Number.isFinite(regionBytes) ? regionBytes : NaN;
    case QuantityBase.regionRemaining:
      return Number.isFinite(regionBytes) ? regionBytes - liveBytes : NaN;
    case QuantityBase.sizeMaxOverCount:
      return count > 0 ? Math.floor(sizeMax / count) : NaN;
    default:
      return NaN;
  }
}
