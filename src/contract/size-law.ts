import type { RequestKindName } from '../core/request-kind.js';
import type { Contract } from './contract-schema.js';

/**
 * What the contract says of a request for `size` bytes (S13): `lawful` may be granted or refused,
 * `zero` is decided by zeroSize, `refused` must be refused, `roundedUp` is a lawful request for the
 * smallest size, `undefined` is never asked.
 */
export type SizeLaw = 'lawful' | 'zero' | 'refused' | 'roundedUp' | 'undefined';

/**
 * The law for one request. `size` is the whole of it in bytes, of an array count times size; it may
 * exceed the size type, as wrapped products do, and counts as above PTRDIFF_MAX then. `align` is
 * the alignment asked, 1 for none.
 */
export function sizeLaw(
  contract: Contract,
  kind: RequestKindName,
  size: bigint,
  align: bigint,
  sizeBits: 32 | 53 | 64,
): SizeLaw {
  const { sizes } = contract;
  const isRealloc = kind === 'realloc' || kind === 'reallocArray' || kind === 'resizeInPlace';
  if (size === 0n) return zeroLaw(contract, kind, isRealloc);

  const ptrdiffMax = (1n << BigInt(sizeBits - 1)) - 1n;
  if (size > ptrdiffMax) return sizes.abovePtrdiffMax;
  if (size + align - 1n > ptrdiffMax && sizes.abovePtrdiffMax === 'undefined') return 'undefined';

  const bounds = sizes.byKind[kind];
  const largest = bounds?.largest ?? sizes.largest;
  if (largest !== 'any' && size > BigInt(largest)) return sizes.aboveLargest;
  const smallest = bounds?.smallest ?? sizes.smallest;
  if (size < BigInt(smallest)) return sizes.belowSmallest;
  if (isRealloc && size < BigInt(contract.realloc.smallest)) return 'undefined';
  return 'lawful';
}

function zeroLaw(contract: Contract, kind: RequestKindName, isRealloc: boolean): SizeLaw {
  if (kind === 'resizeInPlace') return 'undefined';
  const answer = isRealloc ? contract.realloc.toZero : contract.zeroSize;
  return answer === 'undefined' ? 'undefined' : 'zero';
}
