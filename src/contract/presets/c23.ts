import type { ContractInput } from '../document/contract-schema.js';

/**
 * The memory management functions of C23, 7.24.3. For an allocator the difference to C17 is two
 * sentences: 7.24.3 promises the alignment of objects that fit the size only (N2293), which is what
 * `weak` means, and 7.24.3.7 makes realloc to size 0 undefined, where C17 left it to the
 * implementation. Both are as in `c17`, which reads C17 that way already. The sized frees of
 * 7.24.3.4 and 7.24.3.5 are calls that no subject is known by; they are not asked.
 */
export const c23: ContractInput & { readonly extends: 'c17' } = {
  extends: 'c17',
  name: 'c23',
};
