import type { ContractInput } from '../document/contract-schema.js';

/**
 * The memory management functions of C17, 7.22.3, in their weakest reading.
 *
 * - 7.22.3: order and contiguity unspecified; size 0 gives null or a pointer that is not used.
 *   Alignment `weak`: the text asks for any fundamental alignment at every size, but jemalloc,
 *   tcmalloc and mimalloc give less to small objects, which N2293 and C23 then wrote down.
 * - 7.22.3.1 aligned_alloc: DR 460 dropped the rule that the size is a multiple of the alignment.
 *   An alignment that is not supported is refused, but which are supported is left open: not asked.
 * - 7.22.3.2 calloc: all bits zero, and a product that wraps cannot be granted.
 * - 7.22.3.3 free: null has no effect; anything else that was not granted is undefined.
 * - 7.22.3.5 realloc: null asks for a new object, a refusal leaves the old one; size 0 is
 *   implementation-defined, so never asked.
 *
 * `growth: bounded` is the one clause that is not in the standard: free makes the space "available
 * for further allocation" (7.22.3.3), and S25 measures that with a wide margin.
 */
export const c17: ContractInput = {
  name: 'c17',
  requests: ['alloc', 'allocArray', 'realloc', 'dealloc', 'deallocNull'],
  entryPoints: ['aligned_alloc'],
  sizes: { abovePtrdiffMax: 'refused' },
  alignment: { natural: 'weak', maximum: 4_096, sizeMultiple: false },
  zeroSize: 'nullOrUnique',
  refusal: 'null',
  realloc: { ofNull: 'alloc', toZero: 'undefined', ofZeroSize: true },
  free: { null: 'ignored' },
  growth: 'bounded',
};
