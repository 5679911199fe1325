import type { ContractInput } from '../document/contract-schema.js';

/**
 * `cabi_realloc(old, oldSize, align, newSize)` of the component model's Canonical ABI.
 *
 * The ABI checks two things of an answer: it is a multiple of the alignment, and it lies inside the
 * memory. Memory that is out traps. There is no free. Canonical alignments are at most 8, and
 * wit-bindgen's C guest relies on that: its realloc ignores the argument. Sizes of 0, and above
 * PTRDIFF_MAX, are the caller's to avoid (wit-bindgen's Rust guest builds a Layout unchecked).
 */
export const wasmCabiRealloc: ContractInput = {
  name: 'wasm-cabi-realloc',
  requests: ['alloc', 'realloc'],
  alignment: { natural: 1, maximum: 8 },
  zeroSize: 'undefined',
  refusal: 'trap',
  realloc: { keepsAlignment: true },
};
