import { alignUp } from '../src/core/address.js';

/**
 * Bump placement: the cursor rounded up to the alignment, if what is asked, rounded up to whole
 * granules, ends within the region. Undefined: refused. Alignment is that of the absolute address.
 */
export function bumpAddress(
  cursor: bigint,
  end: bigint,
  request: { readonly size: bigint; readonly align: bigint },
  granuleBytes: bigint,
): bigint | undefined {
  const address = alignUp(cursor, request.align);
  return bumpAfter(cursor, address, request.size, granuleBytes) <= end ? address : undefined;
}

/** The cursor behind a grant and the rest of its last granule; it never goes back. */
export function bumpAfter(
  cursor: bigint,
  address: bigint,
  size: bigint,
  granuleBytes: bigint,
): bigint {
  const granules = (size + granuleBytes - 1n) / granuleBytes;
  const after = address + granules * granuleBytes;
  return after > cursor ? after : cursor;
}
