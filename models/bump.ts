import { alignUp } from '../src/core/address.js';

/**
 * Bump placement: the cursor rounded up to the alignment, if what is asked ends within the region.
 * Undefined: refused. Alignment is that of the absolute address.
 */
export function bumpAddress(
  cursor: bigint,
  end: bigint,
  request: { readonly size: bigint; readonly align: bigint },
): bigint | undefined {
  const address = alignUp(cursor, request.align);
  return address + request.size <= end ? address : undefined;
}

/** The cursor behind a grant; it never goes back. */
export function bumpAfter(cursor: bigint, address: bigint, size: bigint): bigint {
  const after = address + size;
  return after > cursor ? after : cursor;
}
