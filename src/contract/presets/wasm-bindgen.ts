import type { ContractInput } from '../document/contract-schema.js';

/**
 * `__wbindgen_malloc`, `__wbindgen_realloc` and `__wbindgen_free`, which wasm-bindgen exports.
 *
 * From its runtime: memory that is out ends in `abort`, thus in `unreachable`, or, in builds with
 * debug assertions and in old versions, in an exception with one of the messages below; size 0 is
 * answered with the alignment as an address, and its free does nothing; realloc asks neither for
 * nor from size 0. An invalid layout is refused by malloc, but realloc hands its new size to
 * GlobalAlloc unchecked, so sizes above PTRDIFF_MAX are undefined. The form with one argument
 * promises no alignment that its history kept (Vec<u8>, then that of usize).
 */
export const wasmBindgen: ContractInput = {
  name: 'wasm-bindgen',
  requests: ['alloc', 'realloc', 'dealloc'],
  alignment: { natural: 1, maximum: 64 },
  zeroSize: 'dangling',
  refusal: 'trap',
  refusalErrors: ['invalid malloc request', 'failed to allocate memory'],
  realloc: { keepsAlignment: true, ofZeroSize: false },
};
