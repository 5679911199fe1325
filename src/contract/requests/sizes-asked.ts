import { QuantityBase, type Quantity } from '../../core/quantity.js';
import type { Request } from '../../core/request.js';
import { codesThat } from '../../core/request-kind.js';
import type { AskedAt } from './may-ask.js';
import type { Terms } from '../terms/terms.js';

/** What sizes by symbols depend on, where a request stands. */
type AskedIn = Pick<AskedAt, 'regionBytes' | 'grownBytes'>;

/** Bounds of what a request may come to ask for, both included. Bytes. */
export interface SizesAsked {
  readonly least: bigint;
  readonly most: bigint;
}

/**
 * The sizes that a request may come to ask for where it runs, of an array count times size; undefined
 * where the size type can hold none of them, so that nothing is sent. What remains of a region is not
 * known beforehand: anything from nothing to the region.
 */
export function sizesAsked(
  terms: Terms,
  at: AskedIn,
  { kind, size, second }: Request,
): SizesAsked | undefined {
  if (!isArray.has(kind)) return valuesOf(terms, at, size);
  const counts = valuesOf(terms, at, second);
  const sizes = counts === undefined ? undefined : valuesOf(terms, at, size, counts);
  if (counts === undefined || sizes === undefined) return undefined;
  return { least: sizes.least * counts.least, most: sizes.most * counts.most };
}

const isArray = codesThat('isArray');

function valuesOf(
  terms: Terms,
  at: AskedIn,
  { base, offset }: Quantity,
  counts?: SizesAsked,
): SizesAsked | undefined {
  const values = baseValues(terms, at, base, counts);
  if (values === undefined) return undefined;
  const least = values.least + BigInt(offset);
  const most = values.most + BigInt(offset);
  const { exactSizeMax } = terms;
  if (most < 0n || least > exactSizeMax) return undefined;
  return { least: least < 0n ? 0n : least, most: most > exactSizeMax ? exactSizeMax : most };
}

function baseValues(
  terms: Terms,
  at: AskedIn,
  base: number,
  counts: SizesAsked | undefined,
): SizesAsked | undefined {
  if (base >= QuantityBase.powerOfTwo) return exactly(1n << BigInt(base - QuantityBase.powerOfTwo));
  const { exactSizeMax, exactPtrdiffMax } = terms;
  switch (base) {
    case QuantityBase.zero:
      return exactly(0n);
    case QuantityBase.sizeMax:
      return exactly(exactSizeMax);
    case QuantityBase.ptrdiffMax:
      return exactly(exactPtrdiffMax);
    case QuantityBase.regionBytes:
      return regionLengths(terms, at);
    case QuantityBase.regionRemaining:
      return { least: 0n, most: regionLengths(terms, at).most };
    case QuantityBase.sizeMaxOverCount:
      if (counts === undefined || counts.most === 0n) return undefined;
      return {
        least: exactSizeMax / counts.most,
        most: exactSizeMax / (counts.least === 0n ? 1n : counts.least),
      };
    default:
      return undefined;
  }
}

/** Lengths that the region may have; any where the subject brings its own. */
function regionLengths({ region, growable, kinds, exactSizeMax }: Terms, at: AskedIn): SizesAsked {
  if (!region.isGiven || at.regionBytes === 0) return { least: 0n, most: exactSizeMax };
  const mayShrink = growable ? 0 : kinds.includes('resize') ? region.smallestBytes : Infinity;
  return {
    least: BigInt(Math.min(at.regionBytes, mayShrink)),
    most: BigInt(at.regionBytes + at.grownBytes),
  };
}

const exactly = (value: bigint): SizesAsked => ({ least: value, most: value });
