import type { ContractInput } from '../document/contract-schema.js';

/**
 * POSIX on top of ISO C: `posix_memalign` (POSIX.1-2017, XSH) answers EINVAL for an alignment that
 * is no power of two or no multiple of the pointer size, and ENOMEM where memory is out;
 * `reallocarray` (POSIX.1-2024) refuses a product that wraps. Only posix_memalign is asked for bad
 * alignments: glibc 2.36 rounds those of aligned_alloc up, lawfully. That the others set errno is left
 * to `posix-strict`.
 */
export const posix: ContractInput & { readonly extends: 'c17' } = {
  extends: 'c17',
  name: 'posix',
  requests: [
    'alloc',
    'allocArray',
    'realloc',
    'reallocArray',
    'dealloc',
    'deallocNull',
    'badAlign',
  ],
  entryPoints: ['aligned_alloc', 'posix_memalign', 'reallocarray'],
  alignment: { bad: 'rejected' },
  refusalErrno: 'returned',
};
