import type { ContractInput } from '../document/contract-schema.js';

/**
 * Rust's `core::alloc::GlobalAlloc`: every request carries a layout, and the caller keeps the rules.
 *
 * From its documentation: a layout of size 0 is undefined behaviour of the caller, so that it is
 * never asked; a size that exceeds `isize::MAX` when rounded up to the alignment cannot be written
 * as a Layout; `realloc` keeps the alignment, and a null from it leaves the old block with its
 * owner; `dealloc` gets the layout that was granted; null means refusal, which is encouraged where
 * memory is out and not required: an abort is lawful, too. `alloc_zeroed` is zero over
 * its whole length. Nothing is said about what becomes of freed memory, so nothing is claimed.
 */
export const rustGlobalAlloc: ContractInput = {
  name: 'rust-global-alloc',
  requests: ['alloc', 'allocZeroed', 'realloc', 'dealloc'],
  alignment: { natural: 1, maximum: 4_096 },
  zeroSize: 'undefined',
  refusal: 'null',
  refusalMayAbort: true,
  realloc: { keepsAlignment: true },
};
